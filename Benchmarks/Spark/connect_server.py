"""A Spark Connect server of this machine alone, with `local[2]`, for the time of a measurement."""
import contextlib
import os
import subprocess


def add_arguments(parser):
    parser.add_argument("--souk", default=".build/release/souk")
    parser.add_argument("--cluster", default="../shared/cluster", help="the folder whose `cluster` starts the server")
    parser.add_argument("--port", type=int, default=15502, help="the server's; its page is on the next one")


@contextlib.contextmanager
def connect_server(arguments):
    """Starts a server, gives its address, and stops it."""
    import pyspark

    variables = dict(
        os.environ,
        CLUSTER_HOME=f"{os.path.abspath(arguments.out)}/cluster",
        SPARK_CONNECT_PORT=str(arguments.port),
        SPARK_UI_PORT=str(arguments.port + 1),
        PYSPARK_HOME=os.path.dirname(pyspark.__file__),
    )
    cluster = os.path.abspath(f"{arguments.cluster}/cluster")
    subprocess.run([cluster, "start", "spark-connect"], env=variables, check=True, stdout=subprocess.DEVNULL)
    try:
        yield f"sc://localhost:{arguments.port}"
    finally:
        subprocess.run([cluster, "stop", "spark-connect"], env=variables, check=True)
