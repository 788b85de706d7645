# shellcheck shell=bash
# Sourced by the findings: in_venv PACKAGE==VERSION... <PROGRAM runs a Python program on pinned
# packages of PyPI, in a folder that is gone afterwards. The project itself is not among them.

in_venv() {
  folder=$(mktemp -d)
  trap 'rm -rf "$folder"' EXIT
  "${PYTHON:-python3}" -m venv "$folder/venv"
  if ! "$folder/venv/bin/python" -m pip install --quiet --disable-pip-version-check "$@"; then
    echo "cannot be installed: $*" >&2
    exit 2
  fi
  cp "$(dirname "${BASH_SOURCE[0]}")/report.py" "$folder"
  cat >"$folder/program.py"
  (cd "$folder" && env -u PYTHONPATH venv/bin/python -W ignore program.py)
}
