using MultiTransport.Server.Lab.Network;

namespace MultiTransport.Server.Lab;

/// <summary>What the page asks.</summary>
/// <param name="Ask"><c>open</c>, <c>clock</c>, <c>start</c>, <c>stop</c>, <c>status</c>, <c>wire</c>, <c>exchanges</c>, <c>network</c>, <c>cut</c> or <c>offline</c>.</param>
/// <param name="Order">Of <c>start</c>.</param>
/// <param name="Network">Of <c>network</c>: what it does from now on; without, it is only told.</param>
/// <param name="Seconds">Of <c>offline</c>.</param>
internal sealed record LabQuestion(string? Ask, LabOrder? Order = null, NetworkConditions? Network = null, int? Seconds = null);
