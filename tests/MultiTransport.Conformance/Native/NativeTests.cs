namespace MultiTransport.Conformance.Native;

public class NativeTests
{
    public static TheoryData<string> All => [.. NativeRows.Ways.Keys];

    public static TheoryData<string> Resumable => [.. NativeRows.Ways.Keys.Where(static name => name != "bare WebSocket")];

    [Theory]
    [MemberData(nameof(All))]
    public async Task Text_ComesBackAsItWas(string way)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = NativeRows.Ways[way]();
        await client.OpenAsync(rig.Direct);

        foreach (var text in new[] { "plain", "line\nline\n\n", " leading", "汉字 😀 \u2028", "data: x\nid: y", "\uFEFFbom", "" })
        {
            await client.SendAsync(text);
            Assert.Equal(text, await client.NextTextAsync());
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task LongText_ComesBackAsItWas(string way)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = NativeRows.Ways[way]();
        await client.OpenAsync(rig.Direct);
        var text = string.Concat(Enumerable.Repeat("😀汉", 64 * 1024 / 7));

        await client.SendAsync(text);

        Assert.Equal(text, await client.NextTextAsync());
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task ManyMessages_ComeInOrder(string way)
    {
        const int count = 1_000;
        await using var rig = await Rig.EchoAsync();
        await using var client = NativeRows.Ways[way]();
        await client.OpenAsync(rig.Direct);
        var session = rig.OnlySession;

        for (var i = 0; i < count; i++)
        {
            await session.SendAsync($"{i}");
        }

        for (var i = 0; i < count; i++)
        {
            Assert.Equal($"{i}", await client.NextTextAsync());
        }
    }

    [Theory]
    [MemberData(nameof(Resumable))]
    public async Task Cut_ResumesAtTheNextMessage(string way)
    {
        await using var rig = await Rig.EchoAsync();
        await using var client = NativeRows.Ways[way]();
        await client.OpenAsync(rig.Direct);

        for (var round = 0; round < 5; round++)
        {
            await client.SendAsync($"before {round}");
            Assert.Equal($"before {round}", await client.NextTextAsync());
            await client.ReopenAsync();
            await client.SendAsync($"after {round}");
            Assert.Equal($"after {round}", await client.NextTextAsync());
        }
    }
}
