namespace MultiTransport.Testing;

public sealed record WireGap(long From, long To)
{
    public static WireGap Parse(WireFrame frame)
    {
        var fields = new WireFields("gap", frame.Payload);
        var gap = new WireGap(fields.Varint(), fields.Varint());
        fields.End();
        return gap.From >= 1 && gap.From <= gap.To ? gap : throw new WireFormatException($"gap: {gap.From}..{gap.To}");
    }
}
