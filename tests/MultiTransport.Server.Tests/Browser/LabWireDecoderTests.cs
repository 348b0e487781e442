using MultiTransport.Server.Tests.Hosting;

namespace MultiTransport.Server.Tests.Browser;

/// <summary>The modules of <c>/lab/wire/http/</c> that take bytes apart, held to the vectors of <c>clients/vectors</c>.</summary>
[Collection(LabServer.Name)]
public sealed class LabWireDecoderTests(ServerFixture server, Chromium chromium) : IClassFixture<Chromium>
{
    /// <summary>Names of vectors whose one frame does not read as its fields say; then how many there were.</summary>
    private const string WrongFrames = """
        async (file) => {
          const { readSessionFrames } = await import('/lab/wire/http/session-frames.js')
          const { hex, unhex } = await import('/lab/wire/frames.js')
          const digits = (bytes) => hex(bytes).replaceAll(' ', '').toUpperCase()
          const matches = (frame, expected) => Object.entries(expected).every(([key, value]) => {
            const field = (name) => frame.fields.find((one) => one.name === name)
            switch (key) {
              case 'type': return value === 'optional' ? frame.name === '' : frame.name === value.replace('-', ' ')
              case 'byte': return frame.type === parseInt(value, 16)
              case 'numbered': return frame.isNumbered === value
              case 'number': return (field('number') ?? field('failed')).value === value
              case 'nonce': return digits(field('nonce').bytes) === value
              case 'mode': return ['probe', 'take', 'send'][field('mode').value] === value
              case 'kind': return String.fromCharCode(field('kind').value) === value
              case 'text': case 'error': return frame.fields.at(-1).value === value
              case 'bytes': return digits(frame.fields.at(-1).bytes) === value
              default: return field(key).value === value
            }
          })
          const vectors = JSON.parse(file).good.filter(({ hex }) => typeof hex === 'string')
          const wrong = vectors.filter(({ hex: bytes, frame }) => {
            const { frames, rest } = readSessionFrames(unhex(bytes))
            return rest !== 0 || frames.length !== 1 || !matches(frames[0], frame)
          })
          return [...wrong.map(({ name }) => name), `${vectors.length}`]
        }
        """;

    [ToolTheory(Tools.Chromium)]
    [InlineData("frames.json", 40)]
    [InlineData("attach.json", 5)]
    public async Task SessionFrames_OfTheVectors_HaveTheirFields(string file, int atLeast)
    {
        await using var page = await OpenAsync();
        var told = await page.Page.EvaluateAsync<string[]>(WrongFrames, Vector(file));
        Assert.Empty(told[..^1]);
        Assert.True(int.Parse(told[^1]) >= atLeast, told[^1]);
    }

    [ToolFact(Tools.Chromium)]
    public async Task SessionFrames_OfBodies_FollowOneAnotherAndTheSecretIsMarked()
    {
        await using var page = await OpenAsync();
        var wrong = await page.Page.EvaluateAsync<string[]>(
            """
            async (file) => {
              const { readSessionFrames } = await import('/lab/wire/http/session-frames.js')
              const { unhex } = await import('/lab/wire/frames.js')
              const { requests, answers } = JSON.parse(file)
              return [...requests, ...answers].filter(({ hex }) => typeof hex === 'string').filter(({ hex, frames: expected }) => {
                const { frames, rest } = readSessionFrames(unhex(hex))
                const secrets = frames.flatMap(({ fields }) => fields.filter(({ isSecret }) => isSecret))
                return rest !== 0 || frames.length !== expected.length || secrets.length !== expected.filter(({ type }) => type === 'attach').length
              }).map(({ name }) => name)
            }
            """,
            Vector("poll-bodies.json"));
        Assert.Empty(wrong);
    }

    [ToolFact(Tools.Chromium)]
    public async Task SessionFrames_CutOrMalformed_AreTheRest()
    {
        await using var page = await OpenAsync();
        var told = await page.Page.EvaluateAsync<string[]>("""
            async () => {
              const { readSessionFrames } = await import('/lab/wire/http/session-frames.js')
              const { unhex } = await import('/lab/wire/frames.js')
              return ['', '03', '037448', '0374486903', '00', 'FFFFFFFFFFFFFFFFFF', '0141', '0361AC']
                .map((text) => readSessionFrames(unhex(text)))
                .map(({ frames, rest }) => `${frames.map(({ name, fields }) => `${name}/${fields.length}`)} rest ${rest}`)
            }
            """);
        Assert.Equal([" rest 0", " rest 1", " rest 3", "text/1 rest 1", " rest 1", " rest 9", "attach/0 rest 0", " rest 3"], told);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Events_OfTheVectors_CarryTheirFrames()
    {
        await using var page = await OpenAsync();
        var wrong = await page.Page.EvaluateAsync<string[]>(
            """
            async (file) => {
              const { dataOf, readEvents } = await import('/lab/wire/http/events.js')
              const { frameOf } = await import('/lab/wire/http/exchange.js')
              const { hex, unhex } = await import('/lab/wire/frames.js')
              const { readVarint } = await import('/lab/wire/http/session-frames.js')
              return JSON.parse(file).good.filter(({ text, frames }) => typeof text === 'string' && frames.every((one) => typeof one === 'string')).filter(({ text, frames }) => {
                const { events } = readEvents(new TextEncoder().encode(text))
                const carried = events.map(frameOf).filter((bytes) => bytes !== null).map(hex)
                const expected = frames.map((one) => hex(unhex(one).slice(readVarint(unhex(one), 0).bytes.length)))
                return carried.join() !== expected.join()
              }).map(({ name }) => name)
            }
            """,
            Vector("sse.json"));
        Assert.Empty(wrong);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Events_OfNativeStreams_AreReadLineByLine()
    {
        await using var page = await OpenAsync();
        var wrong = await page.Page.EvaluateAsync<string[]>(
            """
            async (file) => {
              const { dataOf, readEvents } = await import('/lab/wire/http/events.js')
              const last = ({ lines }, kind) => lines.filter((line) => line.kind === kind).at(-1)?.value
              return JSON.parse(file).records.filter(({ text, events: expected }) => {
                const events = readEvents(new TextEncoder().encode(text)).events.filter((event) => dataOf(event) !== null)
                return events.length !== expected.length || events.some((event, index) => {
                  const { event: name, id, data, json, retry } = expected[index]
                  return (last(event, 'event') ?? 'message') !== name || last(event, 'id') !== id || last(event, 'retry') !== (retry === undefined ? undefined : `${retry}`)
                    || (json ? JSON.stringify(JSON.parse(dataOf(event))) !== JSON.stringify(json) : dataOf(event) !== data)
                })
              }).map(({ name }) => name)
            }
            """,
            Vector("native-sse.json"));
        Assert.Empty(wrong);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Chunks_WholeAndCut_AreRead()
    {
        await using var page = await OpenAsync();
        var told = await page.Page.EvaluateAsync<string[]>("""
            async () => {
              const { readChunks } = await import('/lab/wire/http/chunks.js')
              return ['', '3\r\nabc\r\n', '3\r\nabc\r\nA;x=1\r\n0123456789\r\n0\r\n\r\n', '3\r\nab', '3\r\nabc\r', 'z\r\nabc\r\n', '3']
                .map((text) => readChunks(new TextEncoder().encode(text)))
                .map(({ chunks, content, rest }) => `${chunks.map(({ line, size, start }) => `${line}=${size}@${start}`)} ${new TextDecoder().decode(content)} rest ${rest}`)
            }
            """);
        Assert.Equal(["  rest 0", "3=3@0 abc rest 0", "3=3@0,A;x=1=10@3,0=0@13 abc0123456789 rest 0", "  rest 5", "  rest 7", "  rest 8", "  rest 1"], told);
    }

    [ToolFact(Tools.Chromium)]
    public async Task Secrets_InHeadsAndBodies_AreCovered()
    {
        const string Id = "AQAAAGJ6b2xkb2lkb2ZkdQ";
        const string Secret = "T2jmW0qkT5wYQvWl3l0F2g";
        await using var page = await OpenAsync();
        var told = await page.Page.EvaluateAsync<string[]>(
            "async (texts) => { const { hide } = await import('/lab/wire/http/secrets.js'); return texts.map((text) => hide(text, 'TOKEN')) }",
            new[]
            {
                $"MultiTransport-Session: {Id}.{Secret}",
                $$"""{"id": "{{Id}}", "secret": "{{Secret}}"}""",
                $"id: v1.{Id}.{Secret}.12",
                $"/lab/wire/TOKEN/bus?after=v1.{Id}.{Secret}.0&wait=20",
                $$"""{"key":"{{Secret}}","transports":[]}""",
                "data: nothing.to cover",
            });
        Assert.Equal(
            [
                $"MultiTransport-Session: {Id}.••••", $$"""{"id": "{{Id}}", "secret": "••••"}""", $"id: v1.{Id}.••••.12",
                $"/lab/wire/…/bus?after=v1.{Id}.••••.0&wait=20", """{"key":"••••","transports":[]}""", "data: nothing.to cover",
            ],
            told);
    }

    private static string Vector(string file) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "clients", "vectors", file));

    private Task<BrowserPage> OpenAsync() => chromium.OpenAsync(new Uri(server.Url, "lab/wire/http/"));
}
