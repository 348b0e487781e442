namespace MultiTransport.Networks.Tests.Rivals;

/// <summary>How another library fared in one network, in Chromium.</summary>
/// <param name="Library">Its name.</param>
/// <param name="Network">The row.</param>
/// <param name="Transport">What it was on in the end, or null where no echo ever came.</param>
/// <param name="FirstMessage">Milliseconds from connect to the first echo.</param>
/// <param name="Fate">What came of it in words, where no echo came.</param>
/// <param name="LostUp">Of the messages up, how many never arrived.</param>
/// <param name="LostDown">The same down.</param>
internal sealed record RivalOutcome(string Library, string Network, string? Transport, double? FirstMessage, string? Fate, int? LostUp, int? LostDown);
