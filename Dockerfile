# syntax=docker/dockerfile:1
# The production image: built without the demo (no sign-in door, no demo data), run as nobody in particular.
FROM rust:1.95-bookworm AS build
WORKDIR /src
ENV SQLX_OFFLINE=true
COPY . .
RUN --mount=type=cache,target=/usr/local/cargo/registry \
    --mount=type=cache,target=/src/target \
    cargo build --release --locked --no-default-features \
    && cp target/release/luwes /luwes

FROM debian:bookworm-slim
COPY --from=build /luwes /usr/local/bin/luwes
# a volume that is mounted here belongs to this user from its start
RUN install --directory --owner=10001 --group=10001 --mode=0700 /files
USER 10001:10001
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["luwes"]
CMD ["serve"]
