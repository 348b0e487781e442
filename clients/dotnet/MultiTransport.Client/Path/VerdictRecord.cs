namespace MultiTransport.Client;

/// <summary>A remembered failure of one rung, as it is stored.</summary>
internal sealed record VerdictRecord(string Transport, string Reason, int InARow, DateTimeOffset Until);
