using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;

namespace MultiTransport.Server.Tests;

public sealed class DefaultAddressTests
{
    [Theory]
    [InlineData(null, "http://127.0.0.1:5080")]
    [InlineData("--urls=http://127.0.0.1:7000", "http://127.0.0.1:7000")]
    [InlineData("--http_ports=8080", null)]
    [InlineData("--Kestrel:Endpoints:Web:Url=http://127.0.0.1:7000", null)]
    public void UseDefaultAddress_StandsBehindEverythingSaid(string? argument, string? expected)
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.Configuration.AddCommandLine(argument is null ? [] : [argument]);

        builder.UseDefaultAddress();

        Assert.Equal(expected, builder.WebHost.GetSetting(WebHostDefaults.ServerUrlsKey));
    }
}
