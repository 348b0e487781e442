namespace MultiTransport.Server.Lab;

/// <summary>What a viewer wants measured.</summary>
/// <param name="Direction"><c>down</c>, <c>up</c> or <c>both</c>.</param>
/// <param name="Rate">Messages a second, on each transport and each way.</param>
/// <param name="Size">Payload bytes.</param>
/// <param name="IsBinary">Random bytes instead of letters.</param>
/// <param name="Seconds">How long.</param>
internal sealed record LabOrder(string Direction, double Rate, int Size, bool IsBinary, int Seconds)
{
    public const string Down = "down";
    public const string Up = "up";
    public const string Both = "both";

    public bool GoesDown => Direction is Down or Both;

    public bool GoesUp => Direction is Up or Both;

    /// <summary>How many messages each session gets.</summary>
    public int Count => Math.Max(1, (int)(Rate * Seconds));

    public long BytesPerSecond(int sessions) => (long)(Rate * Size * sessions * (Direction == Both ? 2 : 1));

    /// <summary>What is wrong with it, with the value and what is accepted; null where nothing is.</summary>
    public string? Fault(int sessions) => this switch
    {
        { Direction: not (Down or Up or Both) } => $"direction is {Shown(Direction)}; accepted: down, up, both.",
        { Rate: not (>= LabLimits.MinRate and <= LabLimits.MaxRate) } => $"rate is {Rate}; accepted: {LabLimits.MinRate} to {LabLimits.MaxRate} messages a second.",
        { Size: not (>= LabLimits.MinSize and <= LabLimits.MaxSize) } => $"size is {Size}; accepted: {LabLimits.MinSize} to {LabLimits.MaxSize} bytes.",
        { Seconds: not (>= 1 and <= LabLimits.MaxSeconds) } => $"seconds is {Seconds}; accepted: 1 to {LabLimits.MaxSeconds}.",
        _ when sessions == 0 => "No session has joined: nothing could be measured.",
        _ when BytesPerSecond(sessions) > LabLimits.BytesPerSecond =>
            $"rate × size × transports × directions is {BytesPerSecond(sessions)} bytes a second; accepted: up to {LabLimits.BytesPerSecond}.",
        _ => null,
    };

    private static string Shown(string? text) => text is null ? "missing" : text.Length > 20 ? $"'{text[..20]}…'" : $"'{text}'";
}
