using MultiTransport.Trust.Probes;
using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Reports;

/// <summary>What one attack did, and what it changed.</summary>
/// <param name="Name">The attack.</param>
/// <param name="Idea">What it does.</param>
/// <param name="Tried">How many requests, connections or guesses.</param>
/// <param name="Seconds">How long it went on.</param>
/// <param name="Answers">What the server answered, and how often.</param>
/// <param name="Faults">What it should not have done: empty is good.</param>
/// <param name="Before">The server before it, after a collection.</param>
/// <param name="PeakResident">The most resident bytes meanwhile.</param>
/// <param name="After">The server after it, after a collection.</param>
/// <param name="CpuShare">Processors the server used meanwhile: 1 is one of them all the time.</param>
/// <param name="Quiet">The probes before it.</param>
/// <param name="Under">The probes meanwhile.</param>
internal sealed record AttackReport(
    string Name,
    string Idea,
    int Tried,
    double Seconds,
    IReadOnlyDictionary<string, int> Answers,
    IReadOnlyCollection<string> Faults,
    Inspection Before,
    long PeakResident,
    Inspection After,
    double CpuShare,
    ProbeTold Quiet,
    ProbeTold Under);
