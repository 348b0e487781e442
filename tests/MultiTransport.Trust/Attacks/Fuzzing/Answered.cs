using System.Text.RegularExpressions;
using MultiTransport.Trust.Ground;

namespace MultiTransport.Trust.Attacks.Fuzzing;

/// <summary>What may be answered to anything.</summary>
internal static partial class Answered
{
    /// <summary>Not without an answer, and no fault of the server's own; 505 is a refusal.</summary>
    public static bool IsOurs(string answer) =>
        !answer.EndsWith(Call.Cut, StringComparison.Ordinal) && !answer.EndsWith(Call.Silent, StringComparison.Ordinal) && !Fault().IsMatch(answer);

    [GeneratedRegex(@"\b5(?!05)\d\d\b")]
    private static partial Regex Fault();
}
