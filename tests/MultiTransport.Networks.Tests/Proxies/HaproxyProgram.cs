namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>Master and worker, so that it can be reloaded; the master stays in the foreground.</summary>
internal sealed class HaproxyProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "haproxy";

    public override string Executable => "/usr/sbin/haproxy";

    public override IEnumerable<string> Command(string folder) => ["-W", "-p", Path.Combine(folder, "haproxy.pid"), "-f", Main(folder)];

    protected override string Adapt(string file, string text) => text.Replace("bind :80", $"bind 127.0.0.1:{{listen {Name}}}", StringComparison.Ordinal);

    public override IReadOnlyList<string> Reload(string folder) => ["/bin/sh", "-c", $"kill -USR2 $(head -n 1 {Path.Combine(folder, "haproxy.pid")})"];
}
