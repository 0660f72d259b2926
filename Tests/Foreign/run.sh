#!/usr/bin/env bash
# Microsoft's Python SDK cancels against the simulator, over TLS.
#
# usage: Tests/Foreign/run.sh [path of rescind-lab]     default: .build/debug/rescind-lab
# environment: PYTHON (python3), PORT (9443), VENV (.build/foreign-venv; made once, reused)
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
root=$(cd "$here/../.." && pwd)
lab=${1:-$root/.build/debug/rescind-lab}
venv=${VENV:-$root/.build/foreign-venv}
port=${PORT:-9443}

[ -x "$lab" ] || {
    echo "run.sh: $lab is missing; build it with ./dev build" >&2
    exit 69
}
if ! cmp -s "$here/requirements.txt" "$venv/requirements.txt"; then
    "${PYTHON:-python3}" -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check --requirement "$here/requirements.txt"
    cp "$here/requirements.txt" "$venv/requirements.txt"
fi

folder=$(mktemp -d)
# The simulator's first line says that it listens; without one it has ended and said why.
exec 3< <(exec "$lab" graph --port "$port" --tls --tls-ca "$folder/authority.pem")
simulator=$!
trap 'kill "$simulator" 2>/dev/null || true; rm -rf "$folder"' EXIT
read -r _ <&3 || exit 70

"$venv/bin/python" -c 'from importlib.metadata import version as v; print("msgraph-sdk", v("msgraph-sdk"))'
SSL_CERT_FILE=$folder/authority.pem "$venv/bin/python" "$here/msgraph_cancel.py" "https://127.0.0.1:$port"
