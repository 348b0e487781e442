namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class PrivoxyProgram() : ProxyProgram("privoxy", "privoxy.conf")
{
    public override string Package => "privoxy";

    public override string Executable => "/usr/sbin/privoxy";

    public override string Owner => "privoxy";

    public override IEnumerable<string> Command(string folder) => ["--no-daemon", "--user", Owner, Main(folder)];
}
