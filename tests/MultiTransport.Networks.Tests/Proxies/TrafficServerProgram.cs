namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class TrafficServerProgram() : ProxyProgram("trafficserver", "trafficserver/runroot.yaml", "trafficserver/records.config", "trafficserver/remap.config")
{
    private static readonly string[] Stock = ["ip_allow.yaml", "logging.yaml", "parent.config", "plugin.config", "sni.yaml", "ssl_multicert.config", "strategies.yaml"];

    public override string Package => "trafficserver";

    public override string Executable => "/usr/bin/traffic_server";

    public override IEnumerable<IReadOnlyList<string>> Preparations(string folder) =>
    [
        ["mkdir", Path.Combine(folder, "run"), Path.Combine(folder, "log"), Path.Combine(folder, "cache")],
        ["cp", .. Stock.Select(static file => $"/etc/trafficserver/{file}"), Path.Combine(folder, "trafficserver")],
        ["touch", Path.Combine(folder, "trafficserver", "storage.config")], // it caches nothing
    ];

    public override IEnumerable<string> Command(string folder) => [$"--run-root={Main(folder)}"];
}
