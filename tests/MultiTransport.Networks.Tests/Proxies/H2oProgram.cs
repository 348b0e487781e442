namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class H2oProgram() : ProxyProgram("h2o", "h2o.conf")
{
    public override string Package => "h2o";

    public override string Executable => "/usr/bin/h2o";

    public override string Owner => "nobody";

    public override IEnumerable<string> Command(string folder) => ["-c", Main(folder)];
}
