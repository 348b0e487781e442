using System.Net;
using MultiTransport.Comparison.Scenarios;

namespace MultiTransport.Comparison.Commands;

/// <summary>A run, and where its results go.</summary>
internal sealed record RunRequest(Plan Plan)
{
    /// <summary>Somebody else's server; null for a child process.</summary>
    public IPEndPoint? Server { get; init; }

    public string Json { get; init; } = "";

    public string Html { get; init; } = "";

    public string? Markdown { get; init; }

    public bool IsPinned { get; init; }

    /// <summary>The command line, as it is to be repeated.</summary>
    public string CommandLine { get; init; } = "";
}
