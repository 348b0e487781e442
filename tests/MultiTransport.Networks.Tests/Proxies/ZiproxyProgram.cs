namespace MultiTransport.Networks.Tests.Proxies;

/// <summary>It leaves its process group, so a shell waits with it in the group, and another one outside of it until the first is gone.</summary>
internal sealed class ZiproxyProgram() : ProxyProgram("ziproxy", "ziproxy.conf")
{
    private const string Script =
        """
        ziproxy -d -c "$1" -u nobody -g nogroup -p "$2"
        until [ -s "$2" ]; do sleep 0.05; done
        pid=$(cat "$2")
        setsid sh -c 'while kill -0 "$1" 2>/dev/null; do sleep 0.3; done; kill "$2"' sh "$$" "$pid" </dev/null >/dev/null 2>&1 &
        while kill -0 "$pid" 2>/dev/null; do sleep 1; done
        """;

    public override string Package => "ziproxy";

    public override string Executable => "/bin/sh";

    public override string Owner => "nobody";

    public override IEnumerable<string> Command(string folder) => ["-c", Script, "sh", Main(folder), Path.Combine(folder, "ziproxy.pid")];
}
