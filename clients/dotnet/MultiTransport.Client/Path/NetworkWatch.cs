using System.Net.NetworkInformation;

namespace MultiTransport.Client;

/// <summary>Which network this is, by its gateways, and when that changes: verdicts hold for one network.</summary>
internal sealed class NetworkWatch(SessionCore core) : IDisposable
{
    private bool _isWatching;
    private bool _isLearned;

    /// <summary>Begins to watch for changes.</summary>
    public void Start()
    {
        try
        {
            NetworkChange.NetworkAddressChanged += Changed;
            _isWatching = true;
        }
        catch (Exception error) when (error is PlatformNotSupportedException or NetworkInformationException)
        {
            // a platform that cannot tell: failures will
        }
    }

    /// <summary>Takes over what is remembered for this network, the first time.</summary>
    public Task LearnAsync()
    {
        if (!_isLearned)
        {
            _isLearned = true;
            var key = $"{core.Url.GetLeftPart(UriPartial.Authority)} {Gateways()}".TrimEnd();
            var stored = Verdicts.Read(core.Settings.Verdicts, key);
            core.Turn.Run(() => core.Verdicts.Use(key, stored));
        }

        return Task.CompletedTask;
    }

    public void Dispose()
    {
        if (_isWatching)
        {
            _isWatching = false;
            NetworkChange.NetworkAddressChanged -= Changed;
        }
    }

    /// <summary>As the system tells it.</summary>
    internal void Changed(object? sender, EventArgs e)
    {
        var key = $"{core.Url.GetLeftPart(UriPartial.Authority)} {Gateways()}".TrimEnd();
        core.Turn.Run(() => core.NetworkChanged(key));
    }

    private static string Gateways()
    {
        try
        {
            return string.Join(' ', NetworkInterface.GetAllNetworkInterfaces()
                .Where(static network => network.OperationalStatus == OperationalStatus.Up && network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
                .SelectMany(static network => network.GetIPProperties().GatewayAddresses)
                .Select(static gateway => gateway.Address.ToString())
                .Distinct()
                .Order(StringComparer.Ordinal));
        }
        catch (Exception error) when (error is PlatformNotSupportedException or NetworkInformationException or NotImplementedException)
        {
            return "";
        }
    }
}
