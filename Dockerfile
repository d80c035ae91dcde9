# Till's API, worker and commands: `docker build --tag till .`
# The stages' paths are relative, so that each command can be tried in an empty folder as well.

FROM node:24-slim AS page
WORKDIR /build/frontend
COPY frontend/package.json frontend/package-lock.json frontend/.npmrc ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.13-slim AS tools
ENV PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_NO_CACHE_DIR=1
WORKDIR /build
COPY requirements/image.txt requirements/
RUN python -m venv tools \
    && tools/bin/python -m pip install --require-hashes --only-binary :all: --requirement requirements/image.txt

FROM python:3.13-slim AS build
ENV UV_COMPILE_BYTECODE=1 UV_NO_CACHE=1
WORKDIR /build
COPY --from=tools /build/tools tools
COPY requirements/production.txt requirements/
# The environment that the image keeps holds no pip: nothing can be installed into it later.
RUN python -m venv --without-pip ../opt/till \
    && tools/bin/uv pip install --python ../opt/till --require-hashes \
    --only-binary :all: --no-deps --requirement requirements/production.txt
COPY pyproject.toml README.md LICENSE ./
COPY src src
COPY --from=page /build/frontend/dist src/entrypoints/http/pages/pages_dist
RUN tools/bin/uv build --wheel --offline --no-build-isolation --python tools/bin/python --out-dir dist . \
    && tools/bin/uv pip install --python ../opt/till --no-deps --no-index dist/till-*.whl

FROM python:3.13-slim
LABEL org.opencontainers.image.title="Till" \
      org.opencontainers.image.description="Checkout, refund and webhook backend between a shop's front end and Stripe" \
      org.opencontainers.image.licenses="MIT"
ENV PATH=/opt/till/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1
COPY --from=build /opt/till /opt/till
# A number and not a name: Kubernetes can then see that it isn't root.
USER 10001:10001
WORKDIR /tmp
EXPOSE 8000
# For the API; the worker's container is watched by its metrics (deploy/compose/compose.yaml).
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/health/live', timeout=2)"]
ENTRYPOINT ["till"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8000"]
