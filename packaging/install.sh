#!/usr/bin/env bash
# Makes the virtual environment in folder $1 ready, doing only what is still missing.
# TORCH_INDEX: a name on PyTorch's own index (cpu, cuNNN, rocmN.N) or the URL of one; empty: chosen here.
# PYTHON: the interpreter to build on; empty: the first that suits.
set -euo pipefail
cd "$(dirname "$0")/.."
venv=$1
# What the wheels link to and do not bring along; the second and third row are Qt's, for a screen and for sound.
libraries=(libstdc++6 zlib1g libegl1 libgl1 libglib2.0-0 libdbus-1-3 libfontconfig1 libxkbcommon0
    libxcb-cursor0 libxcb-icccm4 libxcb-keysyms1 libxcb-shape0 libxkbcommon-x11-0
    libpulse0 libgssapi-krb5-2 libxrandr2)
quiet=--quiet && [ ! -t 1 ] || quiet= # pip's progress is for a terminal; a log gets our lines only
torch=$(grep -o '^torch==[0-9.]*' packaging/constraints.txt)

say() { printf '== %3d s  %s\n' "$SECONDS" "$*"; }
stop() { printf '\n%s\n' "$*" >&2 && exit 1; }
suits() { "$1" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }
pip() { "$venv/bin/python" -m pip --disable-pip-version-check "$@"; }
fetch() { pip install $quiet -c packaging/constraints.txt "$@"; }

find_python() {
    local candidate
    for candidate in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
        if suits "$candidate"; then echo "$candidate" && return; fi
    done
}

install_system_packages() {
    local missing=() library apt=(env DEBIAN_FRONTEND=noninteractive apt-get)
    command -v dpkg-query >/dev/null || return 0 # not a Debian: what is there must do
    for library in "${libraries[@]}"; do installed "$library" || missing+=("$library"); done
    [ -n "$(find_python)" ] || missing+=(python3 python3-venv)
    [ ${#missing[@]} -gt 0 ] || return 0
    [ "$(id -u)" = 0 ] || apt=(sudo "${apt[@]}")
    say "System packages: ${missing[*]}"
    if ! { "${apt[@]}" update -qq && "${apt[@]}" install -y -qq "${missing[@]}" >/dev/null; }; then
        say "They could not be installed. Run this once as root:  apt-get install -y ${missing[*]}"
    fi
}

make_environment() {
    local python
    if suits "$venv/bin/python"; then return; fi
    python=$(find_python)
    [ -n "$python" ] || stop "Longtake needs Python 3.11 or newer with venv, and found none.
Install one and name it:  make PYTHON=python3.12 $venv/ready"
    say "Environment in $venv on $("$python" --version)"
    "$python" -m venv --clear "$venv"
}

find_gpu() {
    if nvidia-smi -L >/dev/null 2>&1; then echo nvidia; elif rocminfo >/dev/null 2>&1; then echo amd; fi
}

tell_gpu() {
    case $1 in
        nvidia) say "GPU: $(nvidia-smi --query-gpu=name --format=csv,noheader | head -n 1)" ;;
        amd) say "AMD GPU. For PyTorch's build for it:  make install TORCH_INDEX=rocmN.N  (pytorch.org lists the names)" ;;
        *) say "No GPU found: models run on the processor" ;;
    esac
}

torch_from_index() {
    local url=$1
    [[ $url == *://* ]] || url=https://download.pytorch.org/whl/$url
    say "PyTorch from $url"
    pip uninstall --quiet --yes torch 2>/dev/null # pip warns where there is none
    fetch --index-url "$url" "$torch" ||
        stop "That index has no $torch, or could not be reached. Name another:  make install TORCH_INDEX=..."
    echo "$1" >"$venv/torch-index"
}

# What pip finds without any index (installed already, or a wheel its configuration points to) comes first. On Linux
# the package index has the CUDA build only, gigabytes of it: that one is for machines with such a GPU.
install_torch() {
    local gpu
    gpu=$(find_gpu)
    tell_gpu "$gpu"
    if [ -n "${TORCH_INDEX:-}" ]; then
        torch_from_index "$TORCH_INDEX"
    elif pip install --quiet --no-index --no-deps "$torch" 2>/dev/null; then
        say "PyTorch was at hand"
    elif [ "$gpu" = nvidia ]; then
        say "PyTorch for CUDA: some gigabytes"
        rm -f "$venv/torch-index"
        fetch "$torch"
    else
        torch_from_index cpu
    fi
}

install_system_packages
make_environment
install_torch
say "The other libraries"
fetch -e '.[dev]'
if [ ! -f resources/sample/sample.otio ]; then
    say "The sample project: its shots are drawn"
    PYTHONPATH=. "$venv/bin/python" packaging/sample.py
fi
say "Ready"
