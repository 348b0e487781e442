namespace MultiTransport.Testing;

/// <summary>What a code asks of the client: its range in section 9.</summary>
public enum WireAction
{
    GoOn,
    Resume,
    Renegotiate,
    Stop,
}

/// <summary>The codes of section 9, by number and by name.</summary>
public static class WireCode
{
    private static readonly (int Number, string Name)[] All =
    [
        (4000, "complete"), (4100, "superseded"), (4101, "stale"), (4102, "heartbeat-missed"), (4103, "write-timeout"), (4104, "probe-expired"),
        (4105, "reauthenticate"), (4106, "rotate"), (4107, "busy"), (4108, "position-ahead"), (4109, "frame-malformed"), (4110, "frame-unknown"),
        (4111, "flow-violation"), (4112, "position-invalid"), (4113, "attach-timeout"), (4114, "attach-required"), (4115, "body-too-large"),
        (4116, "batch-too-large"), (4200, "session-unknown"), (4201, "going-away"), (4202, "slow-consumer"), (4203, "session-conflict"),
        (4204, "secret-wrong"), (4205, "session-foreign"), (4206, "shed"), (4207, "received-invalid"), (4300, "closed"), (4301, "closed-by-client"),
        (4302, "kicked"), (4303, "version-unsupported"), (4304, "message-too-large"), (4305, "credentials-expired"), (4306, "origin-refused"), (4307, "forbidden"),
    ];

    public static IReadOnlyList<(int Number, string Name)> Known => All;

    public static string Name(int number) => Array.Find(All, code => code.Number == number).Name ?? $"{number}";

    public static int? Number(string? name)
    {
        var number = Array.Find(All, code => code.Name == name).Number;
        return number == 0 ? null : number;
    }

    /// <summary>"A code in an unknown number is treated by its range; any other number means resume."</summary>
    public static WireAction Action(int number) => number switch
    {
        >= 4000 and < 4100 => WireAction.GoOn,
        >= 4200 and < 4300 => WireAction.Renegotiate,
        >= 4300 and < 4400 => WireAction.Stop,
        _ => WireAction.Resume,
    };
}
