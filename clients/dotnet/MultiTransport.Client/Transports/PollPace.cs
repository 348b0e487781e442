namespace MultiTransport.Client;

/// <summary>What a row of polls says that one alone does not (PROTOCOL.md, section 13.4): held polls that come back early and empty want a pause, held polls that fail want no hold.</summary>
internal sealed class PollPace
{
    private const int QuickPolls = 3;
    private const int FailuresOfHold = 3;

    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private int _quick;
    private int _failures;

    /// <summary>A poll was answered.</summary>
    /// <param name="hold">How long it was to be held; zero where it was not.</param>
    /// <param name="took">How long it was.</param>
    /// <param name="brought">Whether it carried a message, either way.</param>
    /// <param name="full">Whether it was held to its end.</param>
    /// <returns>The pause before the next one.</returns>
    public TimeSpan? Worked(TimeSpan hold, TimeSpan took, bool brought, bool full)
    {
        if (hold > TimeSpan.Zero && (brought || full))
        {
            _failures = 0;
        }

        _quick = !brought && took < hold / 2 ? _quick + 1 : 0;
        return _quick >= QuickPolls ? Pause : null;
    }

    /// <summary>A held poll was cut, or answered by somebody else; true where that is the last of too many. What fails at once says nothing of holds.</summary>
    /// <param name="took">How long it was.</param>
    /// <param name="isTrial">Whether it was to show that polls can be held: then one is enough.</param>
    public bool Failed(TimeSpan took, bool isTrial)
    {
        _failures += took > TimeSpan.FromSeconds(1) ? 1 : 0;
        if (!isTrial && _failures < FailuresOfHold)
        {
            return false;
        }

        _failures = 0;
        return true;
    }
}
