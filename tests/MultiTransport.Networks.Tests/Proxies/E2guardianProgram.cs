namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class E2guardianProgram() : ProxyProgram("e2guardian", "e2guardian.conf")
{
    public override string Package => "e2guardian";

    public override string Executable => "/usr/sbin/e2guardian";

    public override string Owner => "e2guardian";

    /// <summary>The group of filters is Debian's; it has to stand beside.</summary>
    public override IEnumerable<IReadOnlyList<string>> Preparations(string folder) => [["cp", "/etc/e2guardian/e2guardianf1.conf", folder]];

    public override IEnumerable<string> Command(string folder) => ["-N", "-c", Main(folder)];
}
