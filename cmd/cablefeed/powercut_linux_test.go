package main

import (
	"context"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"syscall"
	"testing"
	"time"
	"unsafe"

	"github.com/nats-io/nats.go"

	"cablefeed/internal/feed"
)

// The store of the real binary is on a file system of its own, which is cut off
// at random instants under load: all that was not synced is forgotten, as when
// the power fails. What was acknowledged has to be there afterwards.
//
// It mounts a loop device, so it runs on demand and as root: POWER_CUTS=20.
// POWER_CUTS_UNSYNCED=1 runs it against a server that does not sync, to show
// that the cut forgets: then it has to fail.
func TestPowerCutForgetsNothingThatWasAcknowledged(t *testing.T) {
	cuts, err := strconv.Atoi(os.Getenv("POWER_CUTS"))
	if err != nil {
		t.Skip("mounts a loop device: run as root with POWER_CUTS=20")
	}
	disk := newDisk(t)
	port := freePort(t)
	env := []string{"DATA_DIR=" + filepath.Join(disk.dir, "data"), "NATS_LISTEN=127.0.0.1:" + port, "ACK_WAIT=1s"}
	url := "nats://127.0.0.1:" + port
	victims := []*victim{newVictim(t, "cablefeed", "server ready", []string{"serve"}, env...)}
	if os.Getenv("POWER_CUTS_UNSYNCED") != "" {
		victims = []*victim{
			newVictim(t, "server", "server ready", nil, append(env, "CABLEFEED_RUN=unsynced")...),
			newVictim(t, "worker", "server ready", []string{"serve"}, "NATS_URL="+url, "ACK_WAIT=1s"),
		}
	}
	for _, v := range victims {
		v.start()
	}
	nc, err := nats.Connect(url, nats.MaxReconnects(-1), nats.ReconnectWait(10*time.Millisecond))
	if err != nil {
		t.Fatal(err)
	}
	defer nc.Close()
	f, err := feed.New(nc, feed.Config{Replicas: 1, AckWait: time.Second})
	if err != nil {
		t.Fatal(err)
	}
	const seed = 3
	l := newLoad(seed)
	ctx, cancel := context.WithCancel(t.Context())
	var sending sync.WaitGroup
	sending.Go(func() { send(ctx, f, l, seed) })
	defer sending.Wait()
	defer l.stop()
	defer cancel()

	seen := &sightings{records: map[uint64]string{}}
	rnd := rand.New(rand.NewPCG(seed, 9))
	for range cuts {
		watching, stop := context.WithCancel(ctx)
		sending.Go(func() { seen.watch(watching, f) })
		time.Sleep(time.Duration(200+rnd.IntN(800)) * time.Millisecond)
		if err := victims[0].cmd.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		disk.cut()
		for _, v := range victims {
			v.kill()
		}
		stop()
		disk.unmount()
		disk.mount()
		for _, v := range victims {
			v.start()
		}
	}
	l.stop()
	sending.Wait()
	idle(t, f)
	checkCrashed(t, f, l)
	seen.check(t, f)
	t.Logf("%d cuts, %d transmissions acknowledged to the sender, %d records seen by a subscriber", cuts, l.sent, len(seen.records))
}

// Sightings are the records that a subscriber has seen.
type sightings struct {
	mu      sync.Mutex
	records map[uint64]string
}

func (s *sightings) watch(ctx context.Context, f *feed.Feed) {
	for ctx.Err() == nil {
		scan := feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.record.>"}, Headers: true, Follow: true}
		_ = f.Scan(ctx, scan, func(m *feed.Stored) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.records[m.Seq] = m.Subject
			return nil
		})
		time.Sleep(20 * time.Millisecond)
	}
}

// check demands that all of them are still there, where they were.
func (s *sightings) check(t *testing.T, f *feed.Feed) {
	t.Helper()
	there := map[uint64]string{}
	scan := feed.Scan{Stream: feed.Cables, Subjects: []string{"cables.record.>"}, Headers: true}
	if err := f.Scan(t.Context(), scan, func(m *feed.Stored) error { there[m.Seq] = m.Subject; return nil }); err != nil {
		t.Fatal(err)
	}
	for seq, subject := range s.records {
		if there[seq] != subject {
			t.Errorf("record %d was %s and is %q", seq, subject, there[seq])
		}
	}
}

// A disk is an ext4 file system in a file, which can be cut off.
type disk struct {
	t     *testing.T
	image string
	dir   string
}

func newDisk(t *testing.T) *disk {
	t.Helper()
	d := &disk{t: t, image: filepath.Join(t.TempDir(), "image"), dir: t.TempDir()}
	d.do("truncate", "-s", "4G", d.image)
	d.do("mkfs.ext4", "-q", "-F", d.image)
	d.mount()
	t.Cleanup(func() { _ = exec.Command("umount", d.dir).Run() })
	return d
}

// mount mounts it; nothing is written back but what is synced, or is older than
// the kernel's half a minute.
func (d *disk) mount() {
	d.do("mount", "-o", "loop,commit=600,noauto_da_alloc", d.image, d.dir)
}

// cut ends all input and output at once: what is not on the disk is forgotten,
// the journal of the file system included.
func (d *disk) cut() {
	d.t.Helper()
	const shutdown, noLogFlush = 0x8004587d, 2 // EXT4_IOC_SHUTDOWN, EXT4_GOING_FLAGS_NOLOGFLUSH
	dir, err := os.Open(d.dir)
	if err != nil {
		d.t.Fatal(err)
	}
	how := uint32(noLogFlush)
	_, _, errno := syscall.Syscall(syscall.SYS_IOCTL, dir.Fd(), shutdown, uintptr(unsafe.Pointer(&how)))
	dir.Close()
	if errno != 0 {
		d.t.Fatalf("cut %s: %v", d.dir, errno)
	}
}

func (d *disk) unmount() { d.do("umount", d.dir) }

func (d *disk) do(name string, args ...string) {
	d.t.Helper()
	if out, err := exec.Command(name, args...).CombinedOutput(); err != nil {
		d.t.Fatalf("%s %v: %v: %s", name, args, err, out)
	}
}
