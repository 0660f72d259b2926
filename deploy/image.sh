#!/usr/bin/env bash
# Builds the product image, then runs it as a platform would: nothing writable, no capabilities, 128 MB, a numeric user.
# Called by `./dev image`, which has installed what is needed and built rescind-lab.
#
# usage: deploy/image.sh [--stand-in] [--tag NAME]
#   --stand-in   do not try to pull the base images: make them from Debian's packages and this machine's Swift
#   --tag NAME   default: localhost/rescind:dev
# exit status: 0 all of it worked; 64 wrong usage; 69 something is missing; 70 the image failed
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

readonly lab=.build/debug/rescind-lab log=.build/image.log
readonly name=rescind-image-$$
readonly memory=128m patience=60 # seconds
readonly slow_answer=6000        # milliseconds Graph takes for the request that SIGTERM meets in flight; below limits.drain
tag=localhost/rescind:dev stand_in=false
builder_image=$(sed -n 's/^ARG BUILDER_IMAGE=//p' deploy/Containerfile)
runtime_image=$(sed -n 's/^ARG RUNTIME_IMAGE=//p' deploy/Containerfile)

step() { printf '==> %s\n' "$*" >&2; }

die() {
    local status=$1
    shift
    printf 'image: %s\n' "$*" >&2
    exit "$status"
}

# What belongs to the image's user is a stranger's to a rootless caller.
as_owner() { if [ "$(id -u)" -eq 0 ]; then "$@"; else podman unshare "$@"; fi; }

work=$(mktemp -d)
mkdir "$work/etc"
chmod 0755 "$work"
laboratory=()
clean_up() {
    podman rm --force --time 5 "$name" >/dev/null 2>&1 || true
    [ ${#laboratory[@]} -eq 0 ] || kill "${laboratory[@]}" 2>/dev/null || true
    as_owner rm -rf "$work"
}
trap clean_up EXIT

# --- building ---------------------------------------------------------------------------------------------------------

volumes=()

# Debian's own archives as this machine's apt has them, for the suite $1.
# shellcheck disable=SC2016 # apt's variables
apt_sources() {
    local label address
    while IFS='|' read -r label address; do
        case $label in
            Debian) echo "deb $address $1 main" ;;
            Debian-Security) echo "deb $address $1-security main" ;;
        esac
    done < <(apt-get indextargets --format '$(LABEL)|$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' | sort -u)
}

# make_base NAME SUITE PACKAGES: an image of a small Debian; what the slim images leave out is left out here, too.
make_base() {
    local sources
    ! podman image exists "$1" || return 0
    command -v mmdebstrap >/dev/null || die 69 "the base images cannot be pulled and mmdebstrap is not installed"
    sources=$(apt_sources "$2")
    [ -n "$sources" ] || die 69 "the base images cannot be pulled and this machine's apt knows no archive of Debian's"
    step "Making $1 from Debian's packages"
    mmdebstrap --quiet --variant=minbase --include="$3" --dpkgopt='path-exclude=/usr/share/doc/*' \
        --dpkgopt='path-exclude=/usr/share/man/*' --dpkgopt='path-exclude=/usr/share/locale/*' \
        "$2" "$work/base.tar" - <<<"$sources"
    podman import --quiet --change "ENV PATH=/toolchain/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        "$work/base.tar" "$1" >/dev/null
    rm "$work/base.tar"
}

# The builder is this machine's release, which its Swift was made for; the runtime is the release the Containerfile names.
make_bases() {
    local here runtime resources
    # shellcheck source=/dev/null
    here=$(. /etc/os-release && echo "${ID:-}:${VERSION_CODENAME:-}")
    [ "${here%%:*}" = debian ] || die 69 "the base images cannot be pulled; standing in for them needs a Debian machine"
    runtime=${runtime_image##*:}
    runtime=${runtime%-slim}
    builder_image=localhost/rescind-base/swift:${here#*:}
    runtime_image=localhost/rescind-base/debian:$runtime
    make_base "$builder_image" "${here#*:}" \
        ca-certificates,g++,git,libcurl4-openssl-dev,libncurses-dev,libsqlite3-dev,libxml2-dev
    make_base "$runtime_image" "$runtime" ca-certificates
    resources=$(swift -print-target-info | sed -n 's/.*"runtimeResourcePath": "\(.*\)".*/\1/p')
    volumes+=(--volume "${resources%/lib/swift}:/toolchain:ro")
}

# The build gets its packages from where git gets them here: rewritten addresses hold inside, local folders are mounted.
share_git_addresses() {
    local key address base
    local -A mounted=()
    : >"$work/gitconfig"
    while read -r key address; do
        base=${key#url.}
        base=${base%.insteadof}
        git config --file "$work/gitconfig" --add "url.$base.insteadOf" "$address"
        base=${base#file://}
        if [ -d "$base" ] && [ -z "${mounted[$base]-}" ]; then
            volumes+=(--volume "$base:$base:ro")
            mounted[$base]=yes
        fi
    done < <(git config --get-regexp '^url\..*\.insteadof$')
    [ -s "$work/gitconfig" ] || return 0
    # The folders keep their owner, who is a stranger inside.
    git config --file "$work/gitconfig" --add safe.directory '*'
    volumes+=(--volume "$work/gitconfig:/etc/gitconfig:ro")
}

build() {
    local began=$SECONDS
    if "$stand_in" || ! { podman pull --quiet "$builder_image" && podman pull --quiet "$runtime_image"; } >"$log" 2>&1; then
        make_bases
    fi
    share_git_addresses
    step "Building $tag (log: $log)"
    # Neither a bridge network nor an OCI runtime is needed for building; a machine may have trouble with either.
    podman build --isolation chroot --network host --file deploy/Containerfile --tag "$tag" "${volumes[@]}" \
        --build-arg BUILDER_IMAGE="$builder_image" --build-arg RUNTIME_IMAGE="$runtime_image" \
        --build-arg VERSION="$(sed -n 's/.*current = "\(.*\)"/\1/p' Sources/RescindApp/Version.swift)" \
        --build-arg REVISION="$(git rev-parse HEAD 2>/dev/null || echo unknown)" . >"$log" 2>&1 || {
        tail -n 20 "$log" >&2
        die 70 "the image does not build"
    }
    report "build" "$((SECONDS - began)) s"
}

# --- trying -----------------------------------------------------------------------------------------------------------

report() { printf '%-16s %s\n' "$1" "$2"; }

milliseconds() { echo $(($(date +%s%N) / 1000000)); }

# contained ARGUMENTS…: podman run as a strict platform does it. The user is the image's own.
contained() {
    podman --runtime runc run --name "$name" --network host --read-only --read-only-tmpfs=false --cap-drop all \
        --security-opt no-new-privileges --memory "$memory" --ulimit nofile=4096:4096 --ulimit nproc=4096:4096 \
        --volume "$work/etc:/etc/rescind:ro" --env RESCIND_MANAGEMENT_PORT="$port" "$@"
}

# eventually WHAT COMMAND…: waits until the command succeeds.
eventually() {
    local what=$1 end=$((SECONDS + patience))
    shift
    until "$@" >/dev/null 2>&1; do
        if [ "$SECONDS" -ge "$end" ] || [ "$(podman inspect --format '{{.State.Running}}' "$name")" != true ]; then
            podman logs --tail 20 "$name" >&2
            die 70 "$what: not within $patience s"
        fi
        sleep 0.05
    done
}

answers() { curl --silent --fail --max-time 2 "http://127.0.0.1:$port$1"; }
cancelled() { answers /metrics | grep -q "^rescind_outcomes_total{.*status=\"cancelled\".*} $1\$"; }
in_flight() { answers /metrics | grep -q '^rescind_commands_in_flight 1$'; }
no_fault_left() { curl --silent --fail "$graph/_control/faults" | grep -q '"faults":\[\]'; }
settled() { podman logs "$name" 2>&1 | grep -c '"command settled"' || true; }

send() {
    podman exec "$name" /app/rescind send --bootstrap "$bootstrap" --source /lab/scheduler --tenant aurora.example \
        --user ada@aurora.example --event "$1" >/dev/null
}

# Starts mock brokers and the simulator; writes config/lab.yaml with their addresses, readable to the image's user alone.
start_laboratory() {
    local line cloud address
    exec 3< <(exec "$lab" kafka)
    laboratory+=($!)
    exec 4< <(exec "$lab" graph --port 0)
    laboratory+=($!)
    read -r _ bootstrap <&3 || die 70 "rescind-lab kafka did not start"
    mkdir "$work/etc/lab"
    cp -r config/lab/secrets "$work/etc/lab/"
    cp config/lab.yaml "$work/etc/rescind.yaml"
    while read -r cloud address _ <&4 && [ "$cloud" != seed: ]; do
        case $cloud in
            global:) graph=$address line=9100 ;;
            usGovL4:) line=9101 ;;
            usGovL5:) line=9102 ;;
            *) line=9103 ;;
        esac
        sed -i "s|http://127.0.0.1:$line\"|$address\"|g" "$work/etc/rescind.yaml"
    done
    sed -i "s|bootstrap: 127.0.0.1:9092|bootstrap: $bootstrap|" "$work/etc/rescind.yaml"
    chmod 0400 "$work"/etc/lab/secrets/*
    as_owner chown -R "$(podman image inspect --format '{{.User}}' "$tag")" "$work/etc"
}

# What is in the image that Debian did not put there: the laboratory never is.
describe() {
    local files
    report "image" "$(podman image inspect --format '{{.Size}} {{.User}}' "$tag" | awk '{ print int($1 / 1e6) " MB, user " $2 }')"
    files=$(contained --rm --entrypoint /bin/ls "$tag" /app | tr '\n' ' ')
    report "/app" "$files"
    [ "$files" = "rescind swift-backtrace-static " ] || die 70 "the image holds what it should not"
}

check_offline() {
    contained --rm "$tag" check --offline --config /etc/rescind/rescind.yaml >"$work/check" 2>&1 || {
        cat "$work/check" >&2
        die 70 "check --offline fails inside"
    }
    report "check --offline" "exit 0"
}

run_until_ready() {
    local began
    began=$(milliseconds)
    contained --detach "$tag" >/dev/null
    eventually "/readyz" answers /readyz
    report "start to ready" "$(($(milliseconds) - began)) ms"
    report "librdkafka" "$(podman logs "$name" | sed -n 's/.*"librdkafka":"\([^"]*\)".*/\1/p')"
}

cancel_one() {
    send "AAMkLab1_budget-AAA="
    eventually "the first command" cancelled 1
    report "one command" "cancelled; $(answers /metrics | awk '/^process_resident_memory_bytes/ { print int($2 / 1e6) }') MB resident"
}

# SIGTERM while Graph has a cancellation and has not answered: the answer is awaited, the outcome committed.
stop_in_flight() {
    local began status
    curl --silent --fail --output "$work/fault" "$graph/_control/faults" \
        --data "{\"operation\":\"cancel\",\"delayBeforeMilliseconds\":$slow_answer}"
    send "AAMkLab1_demo-AAA="
    eventually "the second command" no_fault_left
    in_flight || die 70 "the second command ended before it could be interrupted"
    began=$(milliseconds)
    podman stop --time 90 "$name" >/dev/null
    status=$(podman inspect --format '{{.State.ExitCode}}' "$name")
    report "SIGTERM" "exit $status after $(($(milliseconds) - began)) ms, one request in flight, $(settled) commands settled"
    if [ "$status" -ne 0 ] || [ "$(settled)" -ne 2 ]; then die 70 "the worker did not drain"; fi
    podman rm "$name" >/dev/null
}

while [ $# -gt 0 ]; do
    case $1 in
        --stand-in) stand_in=true ;;
        --tag)
            [ -n "${2:-}" ] || die 64 "--tag needs a name"
            tag=$2
            shift
            ;;
        *) die 64 "unknown option '$1'; usage: ./dev image [--stand-in] [--tag NAME]" ;;
    esac
    shift
done
[ -x "$lab" ] || die 69 "$lab is missing; use ./dev image"

docker-compose --file deploy/compose.yaml config --quiet || die 70 "deploy/compose.yaml is not valid"
mkdir -p .build
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
build
describe
start_laboratory
check_offline
run_until_ready
cancel_one
stop_in_flight
