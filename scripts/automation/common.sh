#!/usr/bin/env bash
# What the scripts beside this one share: where the log, the lake and the engine are. They read these variables:
#
#   KAFKA  host:port of a broker     empty: a log of Souk's own in $DATA/log
#   TOPIC  the topic                 (transactions)
#   HDFS   host:port of a NameNode   empty: a lake in $DATA/lake
#   SPARK  sc://host:port            empty: the threads of this process
#   DATA   directory                 (data)
#   LISTEN host:port                 where the dashboard listens (127.0.0.1:5000)
#   RATE   transactions a second     (50)
#   SOUK   the binary                (.build/release/souk)
set -euo pipefail
repository=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
souk=${SOUK:-$repository/.build/release/souk}
data=${DATA:-data}
export LISTEN=${LISTEN:-127.0.0.1:5000} RATE=${RATE:-50}

log=log:$data/log
create=()
if [[ -n ${KAFKA:-} ]]; then
  log=kafka://$KAFKA/${TOPIC:-transactions}
  # Used by the scripts that write.
  # shellcheck disable=SC2034
  create=(--create-topic)
fi
lake=$data/lake
[[ -z ${HDFS:-} ]] || lake=hdfs://$HDFS/lake
engine=()
# Used by the scripts that run a pipeline.
# shellcheck disable=SC2034
[[ -z ${SPARK:-} ]] || engine=(--engine "$SPARK")
export log lake

[[ -x $souk ]] || {
  printf 'souk: %s\n' "there is no $souk" "run scripts/automation/setup.sh first, or name the binary in SOUK" >&2
  exit 1
}
