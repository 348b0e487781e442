namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class NginxProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "nginx-light";

    public override string Executable => "/usr/sbin/nginx";

    public override IEnumerable<string> Command(string folder) => ["-c", Main(folder), "-e", Path.Combine(folder, "start.log"), "-g", "daemon off;"];

    protected override string Adapt(string file, string text) => text.Replace("listen 80;", $"listen 127.0.0.1:{{listen {Name}}};", StringComparison.Ordinal);

    public override IReadOnlyList<string> Reload(string folder) => [Executable, "-c", Main(folder), "-e", Path.Combine(folder, "start.log"), "-s", "reload"];
}
