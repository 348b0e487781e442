namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class MitmproxyProgram() : ProxyProgram("mitmproxy", "mitmproxy.py")
{
    public override string Package => "mitmproxy";

    public override string Executable => "/usr/bin/mitmdump";

    public override IReadOnlyList<int> Listens => [Ports.Of(Name)];

    public override IEnumerable<string> Command(string folder) =>
    [
        "-q", "-p", $"{Ports.Of(Name)}", "--listen-host", "127.0.0.1", "--set", $"confdir={folder}", "--mode", $"reverse:http://127.0.0.1:{OriginPort}",
        "-s", Main(folder),
    ];
}
