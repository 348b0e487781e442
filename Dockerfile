# syntax=docker/dockerfile:1
# The server in an image without a shell, as a user without rights. `docker build -t multitransport .`, then samples/Deployment/docker/compose.yaml, or
# `docker run --rm -p 8080:8080 multitransport`. The runtime image sets ASPNETCORE_HTTP_PORTS=8080.

FROM mcr.microsoft.com/dotnet/sdk:10.0 AS build
WORKDIR /source

# What restoring needs comes first: it is done anew only where a project or a version changes.
COPY global.json Directory.Build.props Directory.Packages.props .editorconfig ./
COPY src/Directory.Build.props src/Package.props src/BannedSymbols.txt src/
COPY src/MultiTransport.Protocol/MultiTransport.Protocol.csproj src/MultiTransport.Protocol/
COPY src/MultiTransport.Core/MultiTransport.Core.csproj src/MultiTransport.Core/
COPY src/MultiTransport.AspNetCore/MultiTransport.AspNetCore.csproj src/MultiTransport.AspNetCore/
COPY src/MultiTransport.Sqlite/MultiTransport.Sqlite.csproj src/MultiTransport.Sqlite/
COPY src/MultiTransport.Server/MultiTransport.Server.csproj src/MultiTransport.Server/
RUN dotnet restore src/MultiTransport.Server/MultiTransport.Server.csproj

COPY src/ src/
RUN dotnet publish src/MultiTransport.Server/MultiTransport.Server.csproj --no-restore -c Release -o /app

FROM mcr.microsoft.com/dotnet/aspnet:10.0-noble-chiseled
WORKDIR /app
COPY --from=build /app ./

ENV DOTNET_EnableDiagnostics=0 \
    Logging__Console__FormatterName=json
EXPOSE 8080
USER $APP_UID

# Whether the process answers. (Whether it should get traffic is /readyz, for who sends it traffic.)
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s --retries=3 CMD ["dotnet", "MultiTransport.Server.dll", "health"]

# SIGTERM begins the drain; `docker stop` waits 10 s, so more time for it is said there too: `--stop-timeout`, `stop_grace_period`.
STOPSIGNAL SIGTERM
ENTRYPOINT ["dotnet", "MultiTransport.Server.dll"]
