namespace MultiTransport.Networks.Tests.Proxies;

internal sealed class SquidProgram(string name, params string[] files) : ProxyProgram(name, files)
{
    private const string Signer = "/usr/lib/squid/security_file_certgen";

    public override string Package => "squid-openssl"; // the other one inspects no TLS

    public override string Executable => "/usr/sbin/squid";

    public override string Owner => "proxy";

    public override IEnumerable<string> Command(string folder) => ["-N", "-f", Main(folder)];

    public override IEnumerable<IReadOnlyList<string>> Preparations(string folder) => [[Signer, "-c", "-s", Path.Combine(folder, "ssl_db"), "-M", "4MB"]];

    protected override string Adapt(string file, string text) => text
        .Replace("http_port 3128", $"http_port 127.0.0.1:{{listen {Name}}}", StringComparison.Ordinal)
        .Replace("acl SSL_ports port 80 ", "acl SSL_ports port {port origin} ", StringComparison.Ordinal);
}
