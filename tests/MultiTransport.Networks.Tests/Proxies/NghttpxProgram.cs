namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class NghttpxProgram() : ProxyProgram("nghttpx", "nghttpx.conf")
{
    public override string Package => "nghttp2-proxy";

    public override string Executable => "/usr/sbin/nghttpx";

    public override IEnumerable<string> Command(string folder) => [$"--conf={Main(folder)}"];
}
