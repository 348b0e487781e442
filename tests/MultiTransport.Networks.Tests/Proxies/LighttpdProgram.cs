namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class LighttpdProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    public override string Package => "lighttpd";

    public override string Executable => "/usr/sbin/lighttpd";

    public override IEnumerable<string> Command(string folder) => ["-D", "-f", Main(folder)];

    protected override string Adapt(string file, string text) => text.Replace("\"port\" => 5080", "\"port\" => {port origin}", StringComparison.Ordinal);
}
