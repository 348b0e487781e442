using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;
using MultiTransport.Server.Configuration;

namespace MultiTransport.Server.Tests.Configuration;

/// <summary>Settings as a test writes them: paths and values.</summary>
internal static class Settings
{
    public static ServerSettings Read(params (string Path, string Value)[] settings) => ServerSettings.Read(Of(settings));

    public static IReadOnlyList<string> Faults(params (string Path, string Value)[] settings) =>
        [.. Assert.Throws<OptionsValidationException>(() => Read(settings)).Failures];

    public static IConfiguration Of(params (string Path, string Value)[] settings) =>
        new ConfigurationBuilder().AddInMemoryCollection(settings.Select(static one => KeyValuePair.Create<string, string?>(one.Path, one.Value))).Build();
}
