using System.Net;

namespace MultiTransport.Server.Configuration;

/// <summary>What the configuration says of where the server listens.</summary>
internal static class ListeningAddresses
{
    private const string EndpointsSection = "Kestrel:Endpoints";

    /// <summary>Whether nobody but this machine can reach it; true as well where nothing is said, since the default is a loopback address.</summary>
    public static bool AreLoopback(IConfiguration configuration)
    {
        string[] ports = [WebHostDefaults.HttpPortsKey, WebHostDefaults.HttpsPortsKey];
        var urls = (configuration[WebHostDefaults.ServerUrlsKey] ?? "").Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var endpoints = configuration.GetSection(EndpointsSection).GetChildren().Select(static endpoint => endpoint["Url"] ?? "");
        return ports.All(key => string.IsNullOrEmpty(configuration[key])) && urls.Concat(endpoints).All(IsLoopback);
    }

    private static bool IsLoopback(string url)
    {
        try
        {
            var host = BindingAddress.Parse(url).Host;
            return string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase) || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
        }
        catch (FormatException)
        {
            return false; // Kestrel says what is wrong with it
        }
    }
}
