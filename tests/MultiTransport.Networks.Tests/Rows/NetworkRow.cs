using MultiTransport.Conformance.Runtimes;
using MultiTransport.Networks.Tests.Proxies;

namespace MultiTransport.Networks.Tests.Rows;

/// <summary>A network as a row of the matrix: real proxies between the clients and the application, and what works through them.</summary>
internal sealed record NetworkRow
{
    /// <summary>Its name; also the first part of its path, and the name of the port that clients go to unless <see cref="Port"/> says otherwise.</summary>
    public required string Name { get; init; }

    public required string StandsFor { get; init; }

    /// <summary>What has to run, with the one that clients talk to first.</summary>
    public required IReadOnlyList<ProxyProgram> Programs { get; init; }

    /// <summary>The transport that every client must end up on; null where nothing works.</summary>
    public required string? Winner { get; init; }

    /// <summary>The clients for which another one wins, and which.</summary>
    public IReadOnlyDictionary<string, string> Winners { get; init; } = new Dictionary<string, string>();

    /// <summary>Why, where it is not plain to see.</summary>
    public string? Why { get; init; }

    /// <summary>The name of the port that clients go to.</summary>
    public string? Port { get; init; }

    /// <summary>Where clients are told of the proxy: the name of the application's port that they ask it for. Null where they know of no proxy.</summary>
    public string? Forward { get; init; }

    public IReadOnlyList<string> Clients { get; init; } = NetworkRows.Usual;

    /// <summary>Every third answer to a POST is lost on its way, after the application has handled it; the proxy repeats the request.</summary>
    public bool AnswersDie { get; init; }

    /// <summary>A recommended configuration, as it is printed for people.</summary>
    public bool IsDeployment { get; init; }

    /// <summary>Runs only with <c>MULTITRANSPORT_NETWORKS=full</c>.</summary>
    public bool IsSlow { get; init; }

    /// <summary>The code with which the .NET client gives up where nothing works; a page is told nothing by its browser, so it is <c>unreachable</c> there.</summary>
    public string? Refusal { get; init; }

    private int ListenPort => Ports.Of(Port ?? Name);

    public bool IsTls => Forward?.StartsWith(Origin.Origins.Tls, StringComparison.Ordinal) == true;

    /// <summary>The proxy that clients are told of, or null.</summary>
    public int? ProxyPort => Forward is null ? null : ListenPort;

    public string Path(string client) => $"/{Name}/{client}";

    public Uri Url(string client) => Forward is null
        ? new Uri($"http://127.0.0.1:{ListenPort}{Path(client)}")
        : new Uri($"{(IsTls ? "https" : "http")}://127.0.0.1:{Ports.Of(Forward)}{Path(client)}");

    public string? WinnerOf(string client) => Winners.GetValueOrDefault(client) ?? Winner;

    public string? RefusedAs(string client) => client == ClientRuntimes.DotNet ? Refusal : "unreachable";

    /// <summary>Why it cannot run here with that client, or null.</summary>
    public string? Absent(string client) => Programs.Select(static program => program.Missing).FirstOrDefault(static missing => missing is not null)
        ?? (IsTls && client == ClientRuntimes.Firefox && !File.Exists(RuntimeTools.CertUtil) ? $"{RuntimeTools.CertUtil} (Debian's libnss3-tools) is not installed" : null);

    public override string ToString() => Name;
}
