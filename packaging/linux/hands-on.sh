#!/usr/bin/env bash
# What a person does with the installed app, for verify-deb.sh, which sources this file and says
# what `person` runs, where the person's `home` lies, and which `program` it is. Nothing of
# Python is needed in there; the pictures are made here, by ImageMagick.
: "${home:?}" "${program:?}"
# As many as LoRA wants captions for, and a few.
pictures=210

# Milliseconds that a command takes.
took() {
    local begun
    begun=$(date +%s%N)
    "$@" >/dev/null
    echo $(( ($(date +%s%N) - begun) / 1000000 ))
}

# The processes of the app, by what they run: their numbers here, as names there can be anything.
app_processes() {
    local at
    for at in /proc/[0-9]*; do
        [ "$(readlink "$at/exe" 2>/dev/null)" = "$program" ] && echo "${at#/proc/}"
    done
    true
}

# The one that works with the model; it is started by the app as a process of its own.
encoder_process() {
    local pid
    for pid in $(app_processes); do
        if tr '\0' ' ' <"/proc/$pid/cmdline" 2>/dev/null | grep -q -- --multiprocessing-fork &&
            grep -q libtorch_cpu "/proc/$pid/maps" 2>/dev/null; then
            echo "$pid"
            return
        fi
    done
    false
}

make_pictures() {
    local folder=$1 number
    mkdir -p "$folder"
    for number in $(seq "$pictures"); do
        convert -size 200x150 -seed "$number" plasma:fractal -modulate "100,180,$((number % 200))" \
            "$folder/p$number.jpg"
    done
    {
        echo "file,caption"
        for number in $(seq "$pictures"); do
            echo "p$number.jpg,cloud pattern number $number of a quiet zzorbel"
        done
    } >"$folder/captions.csv"
    chmod -R a+rX "$folder"
}

# A library of its own: what the window did is of no account here.
app() { person env PHOTOCLIP_LIBRARY="$shown-library" photoclip "$@"; }

# Takes the folder of pictures as the person sees it.
hands_on() {
    local shown=$1 victim="" code=0 kind
    say "Starts with files in memory: $(took person photoclip --version), $(took person photoclip --version), $(took person photoclip --version) ms"

    say "The process with the model is killed while it works"
    app add "$shown"
    app index --json >"$home/index.json" 2>"$home/index.err" &
    indexing=$!
    for _ in $(seq 600); do
        if victim=$(encoder_process); then break; fi
        kill -0 "$indexing" 2>/dev/null || break
        sleep 0.05
    done
    sleep 1.5
    [ -n "$victim" ] && kill -KILL "$victim" && echo "killed"
    if find "$home/../../tmp" -maxdepth 1 -name '_MEI*' 2>/dev/null | grep .; then
        echo "The app unpacks itself into a temporary folder."
        return 1
    fi
    wait "$indexing" || code=$?
    cat "$home/index.err"
    [ -n "$victim" ] || { echo "No such process was seen."; return 1; }
    if [ "$code" -ne 0 ] || ! grep -q "\"indexed\": $pictures," "$home/index.json"; then
        echo "Indexing did not go on (exit code $code):"
        cat "$home/index.json"
        return 1
    fi
    echo "all $pictures photos were indexed in spite of it"

    say "Training in the installed app: two epochs of heads, one of LoRA"
    app captions import "$shown/captions.csv"
    for kind in "heads 2" "lora 1"; do
        app train --preset "${kind% *}" --epochs "${kind#* }" --json >"$home/train.json" 2>"$home/train.err" ||
            { tail -5 "$home/train.err"; return 1; }
        # Whether it got better is not the question: the pictures are noise.
        grep -E '^  "(preset|outcome|message)"' "$home/train.json"
    done
    app train --list

    say "Nothing of it goes on running"
    for _ in $(seq 50); do
        [ -z "$(app_processes)" ] && break
        sleep 0.1
    done
    [ -z "$(app_processes)" ] && echo "no process is left"
}
