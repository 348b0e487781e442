namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class TinyproxyProgram() : ProxyProgram("tinyproxy", "tinyproxy.conf")
{
    public override string Package => "tinyproxy-bin";

    public override string Executable => "/usr/bin/tinyproxy";

    public override string Owner => "nobody";

    public override IEnumerable<string> Command(string folder) => ["-d", "-c", Main(folder)];
}
