"""The losses in row blocks: equal to OpenCLIP's, and to autograd where positives repeat."""

from __future__ import annotations

import math

import pytest
import torch

from photoclip.encoders.torch_compat import ensure_torchvision_operators
from trainer.losses import contrastive_loss
from trainer.tuning.objectives import InfoNCE, Positives, SigLIP, make_objective

BLOCKS = [1, 7, 16, 100]
DTYPES = [torch.float32, torch.float64]


def unit(rows: int, seed: int, dtype: torch.dtype, dim: int = 12) -> torch.Tensor:
    draw = torch.Generator().manual_seed(seed)
    vectors = torch.randn(rows, dim, generator=draw, dtype=torch.float64)
    return torch.nn.functional.normalize(vectors, dim=-1).to(dtype)


def vectors(rows: int, dtype: torch.dtype) -> list[torch.Tensor]:
    return [unit(rows, seed, dtype).requires_grad_() for seed in (1, 2)]


def no_repeats(rows: int) -> Positives:
    return Positives(torch.randperm(rows), torch.randperm(rows))


def repeats(rows: int) -> Positives:
    draw = torch.Generator().manual_seed(3)
    return Positives(
        torch.randint(rows // 2, (rows,), generator=draw),
        torch.randint(rows, (rows,), generator=draw),
    )


def dense(positives: Positives) -> torch.Tensor:
    kinds, groups = positives.kinds, positives.groups
    return (kinds[:, None] == kinds) | (groups[:, None] == groups)


def objective(kind: type[InfoNCE] | type[SigLIP], dtype: torch.dtype) -> InfoNCE | SigLIP:
    made = InfoNCE(math.log(20.0)) if kind is InfoNCE else SigLIP(math.log(10.0), -10.0)
    return made.to(dtype)


def assert_near(ours: torch.Tensor, theirs: torch.Tensor | None, tolerance: float = 1e-6) -> None:
    assert theirs is not None
    assert float((ours - theirs).norm()) <= tolerance * float(theirs.norm())


def compare(
    made: InfoNCE | SigLIP,
    positives: Positives,
    plain: object,
    *,
    block: int,
    dtype: torch.dtype,
) -> None:
    """Loss and all gradients against ``plain(image, text, scale, bias)`` by autograd."""
    image, text = vectors(len(positives), dtype)
    log_scale = made.log_scale.detach().clone().requires_grad_()
    bias = made.bias.detach().clone().requires_grad_() if isinstance(made, SigLIP) else None
    expected = plain(image, text, log_scale.exp(), bias)  # type: ignore[operator]
    expected.backward()
    loss, of_image, of_text = made.gradients(image.detach(), text.detach(), positives, block=block)
    assert loss == pytest.approx(float(expected.detach()), rel=1e-6)
    assert_near(of_image, image.grad)
    assert_near(of_text, text.grad)
    assert made.log_scale.grad is not None
    # One number out of n² that cancel: float32 rounds the sum itself.
    loose = 1e-6 if dtype == torch.float64 else 2e-5
    assert_near(made.log_scale.grad, log_scale.grad, loose)
    if isinstance(made, SigLIP) and bias is not None:
        assert made.bias.grad is not None
        assert_near(made.bias.grad, bias.grad, loose)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_infonce_without_repeats_is_openclips_clip_loss(block, dtype):
    ensure_torchvision_operators()
    from open_clip.loss import ClipLoss

    def plain(image, text, scale, bias):
        return ClipLoss()(image, text, scale)

    compare(objective(InfoNCE, dtype), no_repeats(50), plain, block=block, dtype=dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_siglip_without_repeats_is_openclips_siglip_loss(block, dtype):
    ensure_torchvision_operators()
    from open_clip.loss import SigLipLoss

    def plain(image, text, scale, bias):
        return SigLipLoss()(image, text, scale, bias)

    compare(objective(SigLIP, dtype), no_repeats(50), plain, block=block, dtype=dtype)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_infonce_with_repeats_spreads_each_target_over_its_positives(block, dtype):
    positives = repeats(50)
    mask = dense(positives).to(dtype)
    assert mask.sum() > 60

    def plain(image, text, scale, bias):
        logits = scale * image @ text.T
        entropy = torch.nn.functional.cross_entropy
        there = entropy(logits, mask / mask.sum(1, keepdim=True))
        return (there + entropy(logits.T, mask / mask.sum(1, keepdim=True))) / 2

    compare(objective(InfoNCE, dtype), positives, plain, block=block, dtype=dtype)


def test_infonce_with_repeats_is_the_loss_that_trains_the_starter_model():
    kinds = torch.tensor([0, 1, 2, 0, 3, 1, 4, 5])
    positives = Positives(kinds, torch.arange(8))

    def plain(image, text, scale, bias):
        return contrastive_loss(image, text, kinds, kinds, scale)

    compare(objective(InfoNCE, torch.float64), positives, plain, block=3, dtype=torch.float64)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("block", BLOCKS)
def test_siglip_with_repeats_says_yes_to_every_positive(block, dtype):
    positives = repeats(50)
    sign = 2 * dense(positives).to(dtype) - 1

    def plain(image, text, scale, bias):
        logits = scale * image @ text.T + bias
        return -torch.nn.functional.logsigmoid(sign * logits).sum() / len(image)

    compare(objective(SigLIP, dtype), positives, plain, block=block, dtype=dtype)


def test_all_rows_of_one_kind_teach_nothing_but_are_no_error():
    positives = Positives(torch.zeros(20, dtype=torch.long), torch.arange(20))
    image = unit(1, 1, torch.float64).expand(20, -1).contiguous()
    loss, of_image, _ = objective(InfoNCE, torch.float64).gradients(
        image, image, positives, block=8
    )
    assert loss == pytest.approx(math.log(20))
    assert float(of_image.abs().max()) < 1e-9


@pytest.mark.parametrize("kind", [InfoNCE, SigLIP])
def test_no_tensor_is_larger_than_a_block_of_rows(kind):
    largest = Largest()
    image, text = (unit(600, seed, torch.float32) for seed in (1, 2))
    with largest:
        objective(kind, torch.float32).gradients(image, text, repeats(600), block=10)
    # 256 is the block in which positives are counted.
    assert largest.elements <= 256 * 600
    assert largest.elements >= 10 * 600


class Largest(torch.utils._python_dispatch.TorchDispatchMode):
    """Notes the largest tensor that any operation gave."""

    def __init__(self) -> None:
        super().__init__()
        self.elements = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        out = func(*args, **(kwargs or {}))
        for tensor in out if isinstance(out, list | tuple) else [out]:
            if isinstance(tensor, torch.Tensor):
                self.elements = max(self.elements, tensor.numel())
        return out


def test_the_inverse_temperature_stays_below_a_hundred():
    made = InfoNCE(5.0)
    assert float(made.log_scale.detach().exp()) == pytest.approx(100.0)
    with torch.no_grad():
        made.log_scale.fill_(9.0)
    made.clamp()
    assert float(made.log_scale.detach().exp()) == pytest.approx(100.0)
    with torch.no_grad():
        made.log_scale.fill_(-3.0)
    made.clamp()
    assert float(made.log_scale.detach()) == 0.0


def test_a_base_model_that_learnt_a_higher_scale_with_sigmoids_keeps_it():
    made = SigLIP(math.log(117.3), -12.9)
    made.clamp()
    assert float(made.log_scale.detach().exp()) == pytest.approx(117.3, rel=1e-5)


def test_the_loss_is_the_one_the_base_model_had_unless_told_otherwise():
    assert isinstance(make_objective("auto", log_scale=3.0, bias=None), InfoNCE)
    assert isinstance(make_objective("auto", log_scale=3.0, bias=-10.0), SigLIP)
    assert isinstance(make_objective("infonce", log_scale=3.0, bias=-10.0), InfoNCE)
    assert isinstance(make_objective("siglip", log_scale=3.0, bias=None), SigLIP)
