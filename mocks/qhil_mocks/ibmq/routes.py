"""What the service offers, one line each."""

from __future__ import annotations

from typing import Tuple

from qhil_mocks.ibmq.handlers import (
    accounts,
    analysis_results,
    control,
    control_faults,
    device_components,
    devices,
    experiments,
    health,
    job_channel,
    job_lists,
    jobs,
    plots,
    programs,
    runtime_channel,
    runtime_jobs,
    storage,
)
from qhil_mocks.rest import ChannelRoute, Route

_PROJECT = "/api/Network/{hub}/Groups/{group}/Projects/{project}"
_DEVICE = f"{_PROJECT}/devices/{{device}}"
_JOB = f"{_PROJECT}/Jobs/{{job}}"
_PROGRAM = "/runtime/programs/{program}"
_RUNTIME_JOB = "/runtime/jobs/{runtime_job}"
_EXPERIMENTS = "/experiments/experiments"
_EXPERIMENT = f"{_EXPERIMENTS}/{{experiment}}"
_PLOT = f"{_EXPERIMENT}/plots/{{plot}}"
_RESULTS = "/experiments/analysis_results"
_RESULT = f"{_RESULTS}/{{result}}"

ROUTES: Tuple[Route, ...] = (
    Route("GET", "/api/version", "version", accounts.version, public=True),
    Route("POST", "/api/users/loginWithToken", "log_in", accounts.log_in, public=True),
    Route("GET", "/api/users/me", "user_info", accounts.user_info),
    Route("GET", "/api/Network", "list_hubs", accounts.list_hubs),
    # Devices
    Route("GET", f"{_PROJECT}/devices/v/1", "list_devices", devices.list_devices),
    Route("GET", f"{_DEVICE}/properties", "device_properties", devices.properties),
    Route("GET", f"{_DEVICE}/defaults", "device_defaults", devices.defaults),
    Route("GET", f"{_DEVICE}/queue/status", "device_status", devices.queue_status),
    Route("GET", f"{_DEVICE}/jobsLimit", "device_jobs_limit", devices.jobs_limit),
    # Reservations
    Route(
        "GET",
        "/api/Network/devices/{device}/bookings/v2",
        "device_bookings",
        devices.device_bookings,
    ),
    Route("GET", "/api/Network/bookings/v2", "my_bookings", devices.my_bookings),
    # Jobs
    Route("POST", f"{_PROJECT}/Jobs", "create_job", jobs.create),
    Route("POST", f"{_JOB}/jobDataUploaded", "job_data_uploaded", jobs.data_uploaded),
    Route("GET", f"{_PROJECT}/Jobs/status/v/1", "list_jobs", job_lists.list_jobs),
    Route("GET", f"{_PROJECT}/Jobs/v/1", "list_job_ids", job_lists.list_ids),
    Route("GET", f"{_JOB}/v/1", "get_job", jobs.get),
    Route("GET", f"{_JOB}/status/v/1", "job_status", jobs.status),
    Route("GET", f"{_JOB}/properties", "job_properties", jobs.properties),
    Route("GET", f"{_JOB}/jobDownloadUrl", "job_qobj_url", jobs.qobj_url),
    Route("GET", f"{_JOB}/resultDownloadUrl", "job_result_url", jobs.result_url),
    Route("POST", f"{_JOB}/resultDownloaded", "job_result_downloaded", jobs.result_downloaded),
    Route("POST", f"{_JOB}/cancel", "cancel_job", jobs.cancel),
    Route("PUT", _JOB, "update_job", jobs.update),
    Route("DELETE", _JOB, "delete_job", jobs.delete),
    # Object storage: whoever has the URL has the object
    Route("PUT", "/api/objectstorage/{key}", "upload", storage.upload, public=True),
    Route("GET", "/api/objectstorage/{key}", "download", storage.download, public=True),
    # Runtime programs
    Route("GET", "/runtime/programs", "list_programs", programs.list_programs),
    Route("POST", "/runtime/programs", "upload_program", programs.upload),
    Route("GET", _PROGRAM, "get_program", programs.get),
    Route("PATCH", _PROGRAM, "update_program", programs.update),
    Route("PUT", f"{_PROGRAM}/data", "update_program_data", programs.update_data),
    Route("PUT", f"{_PROGRAM}/public", "make_program_public", programs.make_public),
    Route("PUT", f"{_PROGRAM}/private", "make_program_private", programs.make_private),
    Route("DELETE", _PROGRAM, "delete_program", programs.delete),
    Route("POST", "/runtime/logout", "log_out_of_runtime", programs.log_out),
    # Their jobs
    Route("POST", "/runtime/jobs", "create_runtime_job", runtime_jobs.create),
    Route("GET", "/runtime/jobs", "list_runtime_jobs", runtime_jobs.list_jobs),
    Route("GET", _RUNTIME_JOB, "get_runtime_job", runtime_jobs.get),
    Route("GET", f"{_RUNTIME_JOB}/results", "runtime_job_results", runtime_jobs.results),
    Route("GET", f"{_RUNTIME_JOB}/logs", "runtime_job_logs", runtime_jobs.logs),
    Route("POST", f"{_RUNTIME_JOB}/cancel", "cancel_runtime_job", runtime_jobs.cancel),
    Route("DELETE", _RUNTIME_JOB, "delete_runtime_job", runtime_jobs.delete),
    # Experiments
    Route("GET", "/experiments/devices", "experiment_devices", device_components.list_devices),
    Route(
        "GET",
        "/experiments/device_components",
        "device_components",
        device_components.list_components,
    ),
    Route("POST", _EXPERIMENTS, "create_experiment", experiments.create),
    Route("GET", _EXPERIMENTS, "list_experiments", experiments.list_),
    Route("GET", _EXPERIMENT, "get_experiment", experiments.get),
    Route("PUT", _EXPERIMENT, "update_experiment", experiments.update),
    Route("DELETE", _EXPERIMENT, "delete_experiment", experiments.delete),
    Route("POST", f"{_EXPERIMENT}/plots", "create_plot", plots.create),
    Route("GET", _PLOT, "get_plot", plots.get),
    Route("PUT", _PLOT, "update_plot", plots.update),
    Route("DELETE", _PLOT, "delete_plot", plots.delete),
    Route("POST", _RESULTS, "create_analysis_result", analysis_results.create),
    Route("GET", _RESULTS, "list_analysis_results", analysis_results.list_),
    Route("GET", _RESULT, "get_analysis_result", analysis_results.get),
    Route("PUT", _RESULT, "update_analysis_result", analysis_results.update),
    Route("DELETE", _RESULT, "delete_analysis_result", analysis_results.delete),
    # The mock itself
    Route("GET", "/health", "health", health.health, public=True),
    Route("GET", "/control/state", "control_state", control.tell_state),
    Route("POST", "/control/reset", "control_reset", control.reset, of_service=True),
    Route("POST", "/control/clock", "control_clock", control.move_clock),
    Route("GET", "/control/devices", "control_devices", control.list_devices),
    Route("GET", "/control/jobs", "control_jobs", control.list_jobs),
    Route("GET", "/control/requests", "control_requests", control.list_requests, of_service=True),
    Route("GET", "/control/faults", "control_faults", control_faults.tell, of_service=True),
    Route("POST", "/control/faults", "control_set_faults", control_faults.replace, of_service=True),
)

CHANNELS: Tuple[ChannelRoute, ...] = (
    # Who asks says so in the first message
    ChannelRoute(
        "/websocket/jobs/{job}/status/v/1", "job_status_channel", job_channel.open_, public=True
    ),
    ChannelRoute(
        "/runtime/stream/jobs/{runtime_job}", "interim_results_channel", runtime_channel.open_
    ),
)
