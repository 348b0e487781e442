namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class ApacheProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "apache2-bin";

    public override string Executable => "/usr/sbin/apache2";

    public override string Owner => "www-data";

    public override IEnumerable<string> Command(string folder) => ["-f", Main(folder), "-DFOREGROUND"];

    protected override string Adapt(string file, string text) => text.Replace("*:80", $"127.0.0.1:{{port {Name}}}", StringComparison.Ordinal);

    public override IReadOnlyList<string> Reload(string folder) => [Executable, "-f", Main(folder), "-k", "graceful"];
}
