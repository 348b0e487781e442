namespace MultiTransport.Comparison.Server;

/// <summary>The mapped endpoints of the server under test: the same handlers, settings as a scenario needs them.</summary>
internal static class Endpoints
{
    /// <summary>Sends back what it gets; defaults.</summary>
    public const string Echo = "/echo";

    /// <summary>Takes what it gets and is published to; defaults.</summary>
    public const string Bus = "/bus";

    /// <summary>The same with a log and messages of several MiB.</summary>
    public const string Big = "/big";

    /// <summary>The same with the shortest heartbeat there is, so that a vanished peer can be waited for.</summary>
    public const string Fast = "/fast";

    /// <summary>The same for those who signed in with a cookie or a bearer token.</summary>
    public const string Members = "/members";

    public static readonly TimeSpan FastHeartbeat = TimeSpan.FromSeconds(1);

    public static void MapLab(this WebApplication app, TimeSpan? heartbeat)
    {
        app.MapMultiTransport<EchoHandler>(Echo);
        app.MapMultiTransport<SinkHandler>(Bus);
        app.MapMultiTransport<SinkHandler>(Big, options =>
        {
            options.LogBytes = 32 * 1024 * 1024;
            options.MaxMessageBytes = 2 * 1024 * 1024;
            options.InboxBytes = 32 * 1024 * 1024;
            options.MaxBodyBytes = 8 * 1024 * 1024;
        });
        app.MapMultiTransport<SinkHandler>(Fast, options =>
        {
            options.Heartbeat = heartbeat ?? FastHeartbeat;
            options.Hold = heartbeat ?? FastHeartbeat;
        });
        app.MapMultiTransport<SinkHandler>(Members).RequireAuthorization();
    }
}
