using FsCheck;
using FsCheck.Fluent;

namespace MultiTransport.Core.Tests;

/// <summary>States are written as <c>active/candidate</c>, 0 for none, and <c>closed</c>.</summary>
public sealed class SessionTransitionTests
{
    [Theory]
    [InlineData("0/0", "Take 3", "3/0")]
    [InlineData("0/0", "Probe 3", "0/3")]
    [InlineData("0/0", "Promote 3", "0/0")]
    [InlineData("0/0", "Promote 0", "0/0")]
    [InlineData("0/0", "Leave 3", "0/0")]
    [InlineData("0/0", "Leave 0", "0/0")]
    [InlineData("0/0", "Close 0", "closed")]
    [InlineData("1/0", "Take 3", "3/0 ends active 1")]
    [InlineData("1/0", "Probe 3", "1/3")]
    [InlineData("1/0", "Promote 1", "1/0")]
    [InlineData("1/0", "Promote 3", "1/0")]
    [InlineData("1/0", "Leave 1", "0/0")]
    [InlineData("1/0", "Leave 3", "1/0")]
    [InlineData("1/0", "Close 0", "closed ends active 1")]
    [InlineData("0/2", "Take 3", "3/2")]
    [InlineData("0/2", "Probe 3", "0/3 ends candidate 2")]
    [InlineData("0/2", "Promote 2", "2/0")]
    [InlineData("0/2", "Promote 3", "0/2")]
    [InlineData("0/2", "Leave 2", "0/0")]
    [InlineData("0/2", "Leave 3", "0/2")]
    [InlineData("0/2", "Close 0", "closed ends candidate 2")]
    [InlineData("1/2", "Take 3", "3/2 ends active 1")]
    [InlineData("1/2", "Probe 3", "1/3 ends candidate 2")]
    [InlineData("1/2", "Promote 1", "1/2")]
    [InlineData("1/2", "Promote 2", "2/0 ends active 1")]
    [InlineData("1/2", "Promote 3", "1/2")]
    [InlineData("1/2", "Leave 1", "0/2")]
    [InlineData("1/2", "Leave 2", "1/0")]
    [InlineData("1/2", "Leave 3", "1/2")]
    [InlineData("1/2", "Close 0", "closed ends active 1 ends candidate 2")]
    [InlineData("closed", "Take 3", "closed")]
    [InlineData("closed", "Probe 3", "closed")]
    [InlineData("closed", "Promote 3", "closed")]
    [InlineData("closed", "Leave 3", "closed")]
    [InlineData("closed", "Close 0", "closed")]
    public void From_EveryStateAndEvent_IsAsTheTableSays(string state, string happened, string expected)
    {
        var transition = SessionTransition.From(State(state), Event(happened));
        var ends = (transition.EndsActive == 0 ? "" : $" ends active {transition.EndsActive}")
            + (transition.EndsCandidate == 0 ? "" : $" ends candidate {transition.EndsCandidate}");
        Assert.Equal(expected, Text(transition.Next) + ends);
    }

    [Fact]
    public void From_AnyHistory_KeepsTheInvariants() => Prop.ForAll(Generators.Run(60).ToArbitrary(), run =>
    {
        var state = SessionState.Of(0, 0);
        HashSet<long> gone = [];
        long last = 0;
        foreach (var step in run)
        {
            // Closing ends a history, so it is rare.
            var kind = step % 41 == 0 ? SessionEventKind.Close : (SessionEventKind)(step % 4);
            var isNew = kind is SessionEventKind.Take or SessionEventKind.Probe;
            var happened = new SessionEvent(kind, isNew ? ++last : kind == SessionEventKind.Close ? 0 : Pick(state, step / 41, last));
            var transition = SessionTransition.From(state, happened);
            CheckInvariants(state, transition, gone);
            gone.UnionWith([transition.EndsActive, transition.EndsCandidate]);
            gone.Remove(0);
            state = transition.Next;
        }
    }).Check(Generators.Many);

    private static void CheckInvariants(SessionState before, SessionTransition transition, HashSet<long> gone)
    {
        var next = transition.Next;
        Assert.True(next.Active == 0 || next.Active != next.Candidate, "the active connection is its own candidate");
        Assert.DoesNotContain(next.Active, gone);
        Assert.DoesNotContain(next.Candidate, gone);
        Assert.True(transition.EndsActive == 0 || transition.EndsActive == before.Active, "something else than the active connection ended");
        Assert.True(transition.EndsCandidate == 0 || transition.EndsCandidate == before.Candidate, "something else than the candidate ended");
        Assert.NotEqual(transition.EndsActive == 0 ? -1 : transition.EndsActive, next.Active);
        Assert.NotEqual(transition.EndsCandidate == 0 ? -1 : transition.EndsCandidate, next.Candidate);
        Assert.True(before.Phase != SessionPhase.Closed || transition == new SessionTransition(before), "a closed session moved");
        var phase = next.Phase == SessionPhase.Closed ? SessionPhase.Closed
            : next.Candidate != 0 ? SessionPhase.Switching
            : next.Active != 0 ? SessionPhase.Attached
            : SessionPhase.Detached;
        Assert.Equal(phase, next.Phase);
        Assert.True(next.Phase != SessionPhase.Closed || (next.Active, next.Candidate) == (0, 0), "a closed session has connections");
    }

    private static long Pick(SessionState state, int dice, long last) => (dice % 4) switch
    {
        0 => state.Active,
        1 or 2 => state.Candidate,
        _ => last == 0 ? 1 : 1 + (dice % last),
    };

    private static SessionState State(string text)
    {
        if (text == "closed")
        {
            return new SessionState(SessionPhase.Closed, 0, 0);
        }

        var numbers = text.Split('/');
        return SessionState.Of(long.Parse(numbers[0]), long.Parse(numbers[1]));
    }

    private static SessionEvent Event(string text)
    {
        var words = text.Split(' ');
        return new SessionEvent(Enum.Parse<SessionEventKind>(words[0]), long.Parse(words[1]));
    }

    private static string Text(SessionState state) => state.Phase == SessionPhase.Closed ? "closed" : $"{state.Active}/{state.Candidate}";
}
