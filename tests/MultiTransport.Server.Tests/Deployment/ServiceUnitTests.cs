using System.Globalization;
using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using MultiTransport.Server.Tests.Hosting;
using MultiTransport.Testing;

namespace MultiTransport.Server.Tests.Deployment;

public sealed partial class ServiceUnitTests : IDisposable
{
    private const string Analyze = "/usr/bin/systemd-analyze";
    private const double MostExposure = 2;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("multitransport-unit-");

    public void Dispose() => _folder.Delete(recursive: true);

    [ToolFact(Analyze)]
    public async Task Unit_ToSystemd_IsCorrectAndHardened()
    {
        var unit = Path.Combine(_folder.FullName, "multitransport.service");
        var text = await File.ReadAllTextAsync(RepositoryFile.Of("samples/Deployment/systemd/multitransport.service"));
        await File.WriteAllTextAsync(unit, text.Replace("/usr/bin/dotnet", Tools.Shell, StringComparison.Ordinal)); // a program that is there on any machine

        await using var verify = ChildProcess.Start(Analyze, ["verify", unit]);
        Assert.True(await verify.WaitForExitAsync() == 0, verify.Printed);
        Assert.DoesNotContain("multitransport", verify.Printed, StringComparison.Ordinal); // a warning names the unit
        await using var security = ChildProcess.Start(Analyze, ["security", "--offline=true", "--no-pager", unit]);
        await security.WaitForExitAsync();
        Assert.InRange(double.Parse(Exposure().Match(security.Printed).Groups["level"].Value, CultureInfo.InvariantCulture), 0, MostExposure);
    }

    [Fact]
    public async Task Server_ThatSystemdStarted_TellsWhenItListensAndWhenItDrains()
    {
        var path = Path.Combine(_folder.FullName, "notify");
        using var socket = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(path));
        await using var server = await ServerProcess.AnnouncedAsync(ServerProcess.Launch(["--urls", "http://127.0.0.1:0"], ("NOTIFY_SOCKET", path)));

        Assert.Equal("READY=1", await ReadAsync(socket));
        var stopping = server.StopAsync();
        Assert.Equal("STOPPING=1", await ReadAsync(socket));
        Assert.Equal(0, await stopping);
    }

    [Fact]
    public async Task Health_OfAServer_IsItsExitCode()
    {
        await using var server = await ServerProcess.StartAsync();
        await using var healthy = ServerProcess.Launch(["health", server.Url.ToString()]);
        Assert.Equal(0, await healthy.WaitForExitAsync());
        await server.StopAsync();
        await using var gone = ServerProcess.Launch(["health", server.Url.ToString()]);
        Assert.Equal(1, await gone.WaitForExitAsync());
        await using var misused = ServerProcess.Launch(["health", "localhost"]);
        Assert.Equal(64, await misused.WaitForExitAsync());
    }

    private static async Task<string> ReadAsync(Socket socket)
    {
        var buffer = new byte[256];
        return Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WithTimeout());
    }

    [GeneratedRegex(@"exposure level for multitransport\.service: (?<level>[\d.]+)")]
    private static partial Regex Exposure();
}
