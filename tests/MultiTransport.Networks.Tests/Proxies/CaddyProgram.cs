namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class CaddyProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "caddy";

    public override string Executable => "/usr/bin/caddy";

    public override IEnumerable<string> Command(string folder) => ["run", "--config", Main(folder), "--adapter", "caddyfile"];

    public override IEnumerable<(string Name, string Value)> Environs(string folder) => [("XDG_DATA_HOME", folder), ("XDG_CONFIG_HOME", folder)];

    protected override string Adapt(string file, string text) => text.Replace("\n:80 {", $"\n:{{listen {Name}}} {{\n\tbind 127.0.0.1", StringComparison.Ordinal);

    public override IReadOnlyList<string> Reload(string folder) =>
        [Executable, "reload", "--force", "--config", Main(folder), "--adapter", "caddyfile", "--address", $"127.0.0.1:{Ports.Of($"{Name}-admin")}"];
}
