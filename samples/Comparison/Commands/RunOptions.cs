using System.CommandLine;
using System.CommandLine.Parsing;
using System.Net;
using MultiTransport.Comparison.Peers;
using MultiTransport.Comparison.Scenarios;
using MultiTransport.Load;

namespace MultiTransport.Comparison.Commands;

/// <summary>The options of a run, and what they mean.</summary>
internal sealed class RunOptions
{
    public const string DefaultFolder = "artifacts/comparison";

    private readonly Option<string[]> _scenarios = new("--scenario", "-s")
    {
        Description = "Only these scenarios. Default: all.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string[]> _transports = new("--transport", "-t")
    {
        Description = "Only these transports. Default: all five.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<string> _client = new("--client")
    {
        Description = "How the server is spoken to: by an SDK (sessions, acks) or natively (bare WebSocket, EventSource, JSON lines, poll loop).",
        DefaultValueFactory = _ => Dialect.Sdk,
    };

    private readonly Option<string[]> _peers = new("--peer")
    {
        Description = "Only these peers in 'peers'. Default: all that this machine has.",
        AllowMultipleArgumentsPerToken = true,
    };

    private readonly Option<int?> _clients = new("--clients", "-c") { Description = "Clients of a cell, in place of the scenario's own numbers." };
    private readonly Option<double?> _rate = new("--rate", "-r") { Description = "Messages a second: published to all clients, or sent by each." };
    private readonly Option<int?> _size = new("--size") { Description = "Payload in bytes." };
    private readonly Option<double?> _seconds = new("--seconds", "-d") { Description = "How long messages flow in a cell." };
    private readonly Option<int?> _rounds = new("--rounds") { Description = "Rounds; in each one every transport has its turn." };
    private readonly Option<int?> _roundTrip = new("--round-trip") { Description = "Simulated round trip in milliseconds." };
    private readonly Option<double?> _pollInterval = new("--poll-interval") { Description = "How often a short poll asks, in seconds. Default: 1." };
    private readonly Option<double?> _heartbeat = new("--heartbeat") { Description = "Heartbeat in seconds for 'heartbeat'. Default: 1 in small; the documents say 5, 15, 30." };
    private readonly Option<string?> _headers = new("--headers") { Description = "Request headers of one kind of client." };
    private readonly Option<int?> _cookies = new("--cookies") { Description = "Bytes of cookies with each request." };
    private readonly Option<bool> _full = new("--full") { Description = "Every value of every variable, more rounds, longer cells. Takes about an hour." };
    private readonly Option<string?> _server = new("--server") { Description = "The control address (IP:PORT) of a server that 'serve' started elsewhere, in place of a child process." };
    private readonly Option<string?> _networks = new("--networks") { Description = "The matrix (JSON) of a run of the network tests, for 'firewall'." };
    private readonly Option<string> _json = new("--json") { Description = "Where the figures go.", DefaultValueFactory = _ => DefaultFolder + "/report.json" };
    private readonly Option<string> _html = new("--html") { Description = "Where the page with the plots goes.", DefaultValueFactory = _ => DefaultFolder + "/report.html" };
    private readonly Option<string?> _markdown = new("--markdown") { Description = "Where a page in Markdown goes: the comparison table and what was found to each claim." };
    private readonly Option<bool> _unpinned = new("--unpinned") { Description = "Leave server and generator to the scheduler in place of a core each." };
    private readonly Option<int> _drag = new("--drag") { Description = "Slow the generator down by so many microseconds an event, to see that the report says so.", Hidden = true };

    public RunOptions()
    {
        _scenarios.AcceptOnlyFromAmong([.. ScenarioCatalog.All.Select(scenario => scenario.Name)]);
        _transports.AcceptOnlyFromAmong(Dialect.Transports);
        _peers.AcceptOnlyFromAmong([.. PeerKind.All.Select(peer => peer.Name)]);
        _client.AcceptOnlyFromAmong(Dialect.Sdk, Dialect.Native);
        _headers.AcceptOnlyFromAmong([.. HeaderSet.All.Select(set => set.Name)]);
        _server.Validators.Add(CheckAddress);
    }

    public void AddTo(Command command)
    {
        Option[] all =
        [
            _scenarios, _transports, _client, _peers, _clients, _rate, _size, _seconds, _rounds, _roundTrip, _pollInterval, _heartbeat, _headers, _cookies, _full,
            _server, _networks, _json, _html, _markdown, _unpinned, _drag,
        ];
        foreach (var option in all)
        {
            command.Options.Add(option);
        }

        command.Validators.Add(result =>
        {
            foreach (var fault in PlanFaults.Of(ReadPlan(result), result.GetValue(_server) is not null))
            {
                result.AddError(fault);
            }
        });
    }

    public RunRequest Read(ParseResult result) => new(ReadPlan(result.CommandResult))
    {
        Server = result.GetValue(_server) is { } address ? IPEndPoint.Parse(address) : null,
        Json = result.GetValue(_json)!,
        Html = result.GetValue(_html)!,
        Markdown = result.GetValue(_markdown),
        IsPinned = !result.GetValue(_unpinned),
    };

    private Plan ReadPlan(CommandResult result) => new()
    {
        Scenarios = result.GetValue(_scenarios) ?? [],
        Transports = result.GetValue(_transports) is { Length: > 0 } named ? [.. Dialect.Transports.Where(named.Contains)] : Dialect.Transports,
        Client = result.GetValue(_client) ?? Dialect.Sdk,
        Peers = result.GetValue(_peers) ?? [],
        Clients = result.GetValue(_clients),
        Rate = result.GetValue(_rate),
        Size = result.GetValue(_size),
        Seconds = result.GetValue(_seconds),
        Rounds = result.GetValue(_rounds),
        RoundTrip = result.GetValue(_roundTrip),
        PollInterval = result.GetValue(_pollInterval),
        Heartbeat = result.GetValue(_heartbeat),
        Headers = result.GetValue(_headers),
        Cookies = result.GetValue(_cookies),
        IsFull = result.GetValue(_full),
        Drag = result.GetValue(_drag),
        Networks = result.GetValue(_networks),
    };

    private static void CheckAddress(OptionResult result)
    {
        if (result.Tokens.Count > 0 && !IPEndPoint.TryParse(result.Tokens[0].Value, out _))
        {
            result.AddError($"--server {result.Tokens[0].Value} is no address; give IP:PORT as 'serve' prints it after 'control'");
        }
    }
}
