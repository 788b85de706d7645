#!/usr/bin/env bash
# jupyter-scheduler declares the parameters of a job's environment as int, float, bool or str, and
# makes a whole number of every value that it can: three quarters of a CPU become none, False and
# True become 0 and 1, and an account "007" becomes 7. The request is accepted.
set -euo pipefail
# shellcheck source=findings/lib.sh
source "$(dirname "$0")/lib.sh"

in_venv jupyter-scheduler==2.12.1 pydantic==2.14.4 <<'PY'
import json

from jupyter_scheduler.models import CreateJob
from report import report

asked = {"cpu": 0.75, "memory_gb": 2.5, "spot": False, "account": "007"}
request = {
    "name": "briefing",
    "input_uri": "briefing.ipynb",
    "runtime_environment_name": "python3",
    "runtime_environment_parameters": asked,
}
job = CreateJob(**json.loads(json.dumps(request)))  # as the handler of POST /jobs does
report(
    "jupyter-scheduler", "pydantic",
    what="the environment of a job, asked for as JSON and as the job has it",
    expected=json.dumps(asked),
    seen=json.dumps(job.runtime_environment_parameters),
    described='{"cpu": 0, "memory_gb": 2, "spot": 0, "account": 7}',
)
PY
