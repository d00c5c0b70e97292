"""Low-rank updates: exact at the start, linear in their scale, and merged without a trace."""

from __future__ import annotations

from collections import OrderedDict

import pytest
import torch
from torch import Tensor, nn

from photoclip.errors import ModelError
from trainer.presets.lowrank import LowRank, add_lowrank


class _Attention(nn.Module):
    def __init__(self, *, context: int | None = None) -> None:
        super().__init__()
        self.context = context
        self.attn = nn.MultiheadAttention(16, 2, kdim=context, vdim=context, batch_first=True)

    def forward(self, x: Tensor) -> Tensor:
        other = x if self.context is None else x[..., : self.context]
        return self.attn(x, other, other, need_weights=False)[0]


def _perceptron() -> nn.Module:
    return nn.Sequential(OrderedDict(a=nn.Linear(16, 24), act=nn.GELU(), b=nn.Linear(24, 16)))


class _Convolutions(nn.Module):
    def __init__(self) -> None:
        super().__init__()
        self.wide = nn.Conv2d(4, 12, 1, bias=False)
        self.depth = nn.Conv2d(12, 12, 3, padding=1, groups=12)
        self.grouped = nn.Conv2d(12, 12, 1, groups=3)
        self.norm = nn.BatchNorm2d(12)
        self.narrow = nn.Conv2d(12, 4, 1)

    def forward(self, x: Tensor) -> Tensor:
        x = x.unflatten(-1, (4, 4)).permute(0, 2, 1, 3)
        x = self.narrow(self.norm(self.grouped(self.depth(self.wide(x)))))
        return x.permute(0, 2, 1, 3).flatten(2)


def _pool() -> nn.Module:
    from photoclip.encoders.torch_compat import ensure_torchvision_operators

    ensure_torchvision_operators()
    from open_clip.modified_resnet import AttentionPool2d

    class Pool(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.pool = AttentionPool2d(2, 16, 2, 8)

        def forward(self, x: Tensor) -> Tensor:
            return self.pool(x[:, :4].transpose(1, 2).unflatten(-1, (2, 2)))

    return Pool()


MODULES = {
    "linear": _perceptron,
    "attention": _Attention,
    "cross attention": lambda: _Attention(context=8),
    "convolutions": _Convolutions,
    "attention pooling": _pool,
}


@pytest.fixture(params=MODULES, ids=str)
def module(request: pytest.FixtureRequest) -> nn.Module:
    torch.manual_seed(0)
    return MODULES[request.param]().eval()


def _inputs() -> Tensor:
    return torch.randn(3, 5, 16, generator=torch.Generator().manual_seed(1))


def _disturb(lowrank: LowRank, size: float = 0.3) -> None:
    torch.manual_seed(2)
    with torch.no_grad():
        for parameter in lowrank.parameters():
            parameter.add_(size * torch.randn_like(parameter))


def test_the_start_is_the_base_exactly(module: nn.Module) -> None:
    before = module(_inputs()).detach()
    add_lowrank(module, rank=4, dropout=0.1)
    assert torch.equal(module(_inputs()), before)


def test_scale_zero_is_the_base_exactly_and_one_what_was_trained(module: nn.Module) -> None:
    before = module(_inputs()).detach()
    lowrank = add_lowrank(module, rank=4, dropout=0.1)
    _disturb(lowrank)
    tuned = module(_inputs()).detach()
    assert (tuned - before).abs().max() > 1e-2
    lowrank.scale(0.0)
    assert torch.equal(module(_inputs()), before)
    lowrank.scale(1.0)
    assert torch.equal(module(_inputs()), tuned)


@pytest.mark.parametrize("alpha", [0.0, 0.35, 1.0])
def test_merged_weights_give_what_the_live_module_gives(module: nn.Module, alpha: float) -> None:
    torch.manual_seed(0)
    plain_names = set(module.state_dict())
    shapes = {name: value.shape for name, value in module.state_dict().items()}
    lowrank = add_lowrank(module, rank=4, dropout=0.1)
    _disturb(lowrank)
    lowrank.scale(alpha)
    live = module(_inputs()).detach()
    merged = lowrank.merged_state()
    assert set(merged) == plain_names
    assert {name: value.shape for name, value in merged.items()} == shapes
    plain = _same_kind(module)
    plain.load_state_dict(merged)
    torch.testing.assert_close(plain(_inputs()), live, atol=1e-5, rtol=1e-5)
    assert torch.equal(module(_inputs()), live)


def _same_kind(module: nn.Module) -> nn.Module:
    for make in MODULES.values():
        plain = make().eval()
        if type(plain).__name__ == type(module).__name__ and (
            getattr(plain, "context", None) == getattr(module, "context", None)
        ):
            return plain
    raise AssertionError(type(module))


def test_the_update_is_linear_in_its_scale(module: nn.Module) -> None:
    lowrank = add_lowrank(module, rank=4, dropout=0.0)
    lowrank.scale(0.0)
    base = {name: value.clone() for name, value in lowrank.merged_state().items()}
    _disturb(lowrank)
    lowrank.scale(1.0)
    full = lowrank.merged_state()
    lowrank.scale(0.25)
    for name, value in lowrank.merged_state().items():
        expected = base[name] + 0.25 * (full[name] - base[name])
        torch.testing.assert_close(value, expected.to(value.dtype))


def test_only_updates_get_gradients_and_every_update_gets_one(module: nn.Module) -> None:
    lowrank = add_lowrank(module, rank=4, dropout=0.0)
    _disturb(lowrank)
    module(_inputs()).square().sum().backward()
    mine = {id(parameter) for parameter in lowrank.parameters()}
    for parameter in module.parameters():
        assert parameter.requires_grad == (id(parameter) in mine)
        assert (parameter.grad is not None) == (id(parameter) in mine)
    assert all(p.grad is not None and p.grad.abs().max() > 0 for p in lowrank.parameters())


def test_locked_weights_do_not_wear_off_over_many_calls(module: nn.Module) -> None:
    before = module(_inputs()).detach()
    lowrank = add_lowrank(module, rank=4, dropout=0.0)
    _disturb(lowrank, size=10.0)
    for _ in range(20):
        module(_inputs()).sum().backward()
    lowrank.scale(0.0)
    assert torch.equal(module(_inputs()), before)


def test_a_state_comes_back_as_it_was(module: nn.Module) -> None:
    lowrank = add_lowrank(module, rank=4, dropout=0.0)
    _disturb(lowrank)
    state, tuned = lowrank.state(), module(_inputs()).detach()
    _disturb(lowrank)
    assert not torch.equal(module(_inputs()), tuned)
    lowrank.load_state(state)
    assert torch.equal(module(_inputs()), tuned)


def test_a_state_of_another_rank_is_refused() -> None:
    state = add_lowrank(_perceptron(), rank=2, dropout=0.0).state()
    with pytest.raises(ModelError, match="another rank"):
        add_lowrank(_perceptron(), rank=3, dropout=0.0).load_state(state)


def test_depthwise_and_grouped_convolutions_are_left_alone() -> None:
    lowrank = add_lowrank(_Convolutions(), rank=2, dropout=0.0)
    assert lowrank.layers == ("narrow.weight", "wide.weight")


def test_both_projections_of_an_attention_layer_are_updated_once() -> None:
    lowrank = add_lowrank(_Attention(), rank=2, dropout=0.0)
    assert lowrank.layers == ("attn.in_proj_weight", "attn.out_proj.weight")


def test_a_layer_with_the_same_last_name_is_not_taken_for_one_that_is_skipped() -> None:
    module = nn.ModuleDict({"a": nn.Linear(4, 4), "inner": nn.ModuleDict({"a": nn.Linear(4, 4)})})
    lowrank = add_lowrank(module, rank=2, dropout=0.0, skip=lambda name, _: name == "inner")
    assert lowrank.layers == ("a.weight",)
    assert type(module["inner"]["a"]) is nn.Linear


def test_dropout_works_in_training_only() -> None:
    module = _perceptron()
    lowrank = add_lowrank(module, rank=4, dropout=0.5)
    _disturb(lowrank)
    module.train()
    assert not torch.equal(module(_inputs()), module(_inputs()))
    module.eval()
    assert torch.equal(module(_inputs()), module(_inputs()))


def test_a_module_without_matrices_is_refused() -> None:
    with pytest.raises(ModelError, match="no layer"):
        add_lowrank(nn.Sequential(nn.Conv2d(3, 4, 3)), rank=2, dropout=0.0)
