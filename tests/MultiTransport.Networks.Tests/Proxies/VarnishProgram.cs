namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class VarnishProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "varnish";

    public override string Executable => "/usr/sbin/varnishd";

    public override IReadOnlyList<int> Listens => [Ports.Of(Name)];

    public override IEnumerable<string> Command(string folder) =>
    [
        "-F", "-n", Path.Combine(folder, "work"), "-j", "none", "-a", $"127.0.0.1:{Ports.Of(Name)}", "-T", "none", "-f", Main(folder), "-s", "malloc,16m",
        "-p", "thread_pools=1", // with few threads it answers 503 where streams are held
    ];

    protected override string Adapt(string file, string text) => text.Replace("\"5080\"", "\"{port origin}\"", StringComparison.Ordinal);
}
