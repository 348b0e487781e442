using MultiTransport.Trust.Server;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>A parser of the server as the outside sees it.</summary>
internal interface IFuzzTarget
{
    string Name { get; }

    /// <summary>What it reads.</summary>
    string Reads { get; }

    /// <summary>Where inputs can go.</summary>
    IReadOnlyList<string> Ways { get; }

    /// <summary>Good and bad inputs to start from.</summary>
    IReadOnlyList<byte[]> Seeds { get; }

    /// <summary>An input made by the grammar: well-formed in most places.</summary>
    byte[] Make(Random random);

    /// <summary>Sends it, and tells in a few words what was answered.</summary>
    Task<string> SendAsync(AttackedServer server, FuzzInput input);

    /// <summary>Whether the server may answer so.</summary>
    bool MayAnswer(string answer);
}
