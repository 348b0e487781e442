using Microsoft.Extensions.Options;
using MultiTransport.AspNetCore;
using MultiTransport.Protocol;
using MultiTransport.Server.Api.Keys;
using MultiTransport.Server.History;
using MultiTransport.Server.Users;

namespace MultiTransport.Server.Configuration;

/// <summary>All that can be configured, read and checked at once, before anything starts.</summary>
internal sealed class ServerSettings
{
    private static readonly string[] Transports =
        [TransportNames.WebSocket, TransportNames.ServerSentEvents, TransportNames.Streaming, TransportNames.LongPolling, TransportNames.ShortPolling];

    private readonly IConfiguration _configuration;

    private ServerSettings(IConfiguration configuration, SettingReader reader)
    {
        _configuration = configuration;
        reader.Fill(configuration.GetSection(Sections.Topics), Topics);
        reader.Fill(configuration.GetSection(Sections.History), History);
        reader.Fill(configuration.GetSection(Sections.Jwt), Jwt);
        reader.Fill(configuration.GetSection(Sections.Api), Api);
        Policies = reader.Read<IDictionary<string, PolicySettings>>(configuration.GetSection(Sections.Policies), Policies);
        var demo = reader.Read(configuration.GetSection(Sections.DemoTopics), DemoTopics.Loopback);
        if (demo == DemoTopics.Always || (demo == DemoTopics.Loopback && ListeningAddresses.AreLoopback(configuration)))
        {
            Topics.Rules.Add(new TopicRule { Name = "demo:*", Presence = true, Subscribe = TopicAccess.Anyone, Publish = TopicAccess.Anyone, SeePresence = TopicAccess.Anyone });
        }
    }

    /// <summary>What topics there are; those of the demo last.</summary>
    public TopicOptions Topics { get; } = new();

    /// <summary>Where what was published is kept.</summary>
    public HistorySettings History { get; } = new();

    /// <summary>Whose tokens make users.</summary>
    public JwtSettings Jwt { get; } = new();

    /// <summary>Policies that topics' rules name.</summary>
    public IDictionary<string, PolicySettings> Policies { get; } = new Dictionary<string, PolicySettings>(StringComparer.Ordinal);

    /// <summary>The keys of the API.</summary>
    public ApiSettings Api { get; } = new();

    /// <summary>Reads and checks everything.</summary>
    /// <exception cref="OptionsValidationException">Something cannot be: all of that, each with its path and what is accepted.</exception>
    public static ServerSettings Read(IConfiguration configuration)
    {
        var faults = new List<string>();
        var settings = new ServerSettings(configuration, new SettingReader(faults));
        var endpoint = new MultiTransportOptions();
        var process = new MultiTransportServerOptions();
        settings.Fill(endpoint, faults);
        settings.Fill(process, faults);
        settings.Fill(new MultiTransportDoctorOptions(), faults);
        faults.AddRange(MultiTransportOptionsValidator.Validate(Sections.Endpoint, endpoint, Transports));
        faults.AddRange(MultiTransportOptionsValidator.Validate(process, Sections.Process));
        Realtime.Configure(endpoint);
        faults.AddRange(TopicOptionsValidator.Validate(settings.Topics, [(Realtime.Path, endpoint)], Sections.Topics, static (_, place) => $"{Sections.Topics}:Rules:{place}"));
        faults.AddRange(JwtFaults.Of(settings.Jwt));
        faults.AddRange(PolicyFaults.Of(settings.Policies, settings.Topics, settings.Jwt));
        faults.AddRange(ApiFaults.Of(settings.Api));
        return faults.Count == 0 ? settings : throw new OptionsValidationException("", typeof(ServerSettings), faults);
    }

    /// <summary>Fills an endpoint's options.</summary>
    public void Fill(MultiTransportOptions options, List<string>? faults = null) => Fill(Sections.Endpoint, options, faults, nameof(options.Topics));

    /// <summary>Fills the process's options.</summary>
    public void Fill(MultiTransportServerOptions options, List<string>? faults = null) => Fill(Sections.Process, options, faults, nameof(options.Topics));

    /// <summary>Fills the doctor's options.</summary>
    public void Fill(MultiTransportDoctorOptions options, List<string>? faults = null) => Fill(Sections.Doctor, options, faults);

    private void Fill(string section, object options, List<string>? faults, params string[] except) =>
        new SettingReader(faults ?? []).Fill(_configuration.GetSection(section), options, except);
}
