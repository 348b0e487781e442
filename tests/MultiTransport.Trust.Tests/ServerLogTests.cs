using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Tests;

public sealed class ServerLogTests
{
    [Theory]
    [InlineData("\u001b[31minfo: red")]
    [InlineData("      FORGED-BY-A-CLIENT info: all is well")]
    [InlineData("fail: Microsoft.AspNetCore.Server.Kestrel[13] An unhandled exception was thrown by the application.")]
    [InlineData("a line\u0085another")]
    public void Line_ThatAClientCouldMake_IsAFault(string line) => Assert.NotNull(ServerLog.Fault(line));

    [Theory]
    [InlineData("info: MultiTransport[1001] Session a opened")]
    [InlineData("warn: a value FORGED-BY-A-CLIENT inside a line")]
    public void Line_OfTheServer_IsNone(string line) => Assert.Null(ServerLog.Fault(line));
}
