FROM python:3.11-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_ROOT_USER_ACTION=ignore
WORKDIR /src
RUN python -m venv --without-pip /opt/luach
COPY requirements/base.txt requirements/build.txt requirements/
# On their own: this layer stays until the lock files change.
RUN python -m pip --python /opt/luach/bin/python install --no-deps --require-hashes -r requirements/base.txt
RUN python -m pip install --no-deps --require-hashes -r requirements/build.txt
COPY pyproject.toml README.md ./
COPY app app
RUN python -m hatchling build -t wheel -d /src/dist
RUN python -m pip --python /opt/luach/bin/python install --no-deps --no-index dist/*.whl
RUN python -m pip --python /opt/luach/bin/python check

FROM python:3.11-slim
RUN useradd --uid 10001 --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin luach
COPY --from=build /opt/luach /opt/luach
ENV PATH=/opt/luach/bin:$PATH PYTHONUNBUFFERED=1 APP_ENV=production
USER 10001:10001
EXPOSE 8000
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=30s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/livez', timeout=2)"]
CMD ["luach", "serve", "--host", "0.0.0.0", "--port", "8000"]
