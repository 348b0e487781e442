namespace MultiTransport.Server.Lab;

/// <summary>What the page asks.</summary>
/// <param name="Ask"><c>open</c>, <c>clock</c>, <c>start</c>, <c>stop</c>, <c>status</c>, <c>wire</c> or <c>exchanges</c>.</param>
/// <param name="Order">Of <c>start</c>.</param>
internal sealed record LabQuestion(string? Ask, LabOrder? Order = null);
